package dev.slipway.starter.crash;

import dev.slipway.agent.AgentResult;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the server recorded of a project. */
record ProjectHistory(List<HistoryEvent> events) {
    /** How often an activity of that type was asked for. */
    int scheduled(String type) {
        return ids(type).size();
    }

    /** What each run of the agent came to that ended, in their order. */
    List<AgentResult> agentResults() {
        Set<Long> runs = ids(HostWork.AGENT);
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                .map(HistoryEvent::getActivityTaskCompletedEventAttributes)
                .filter(completed -> runs.contains(completed.getScheduledEventId()))
                .map(completed -> DefaultDataConverter.newDefaultInstance()
                        .fromPayloads(0, Optional.of(completed.getResult()), AgentResult.class, AgentResult.class))
                .toList();
    }

    /** What its activities failed with. */
    String failures() {
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskFailedEventAttributes)
                .map(event -> event.getActivityTaskFailedEventAttributes()
                        .getFailure()
                        .toString())
                .collect(Collectors.joining("\n"));
    }

    private Set<Long> ids(String type) {
        return events.stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .filter(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals(type))
                .map(HistoryEvent::getEventId)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
