package dev.slipway.starter.crash;

import com.google.protobuf.Timestamp;
import dev.slipway.run.TaskQueues;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.run.Kill;
import dev.slipway.starter.run.ProjectRow;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which steps were begun more than once, told by the projects' histories. */
final class WorkAgain {

    private WorkAgain() {}

    /**
     * A step that was asked for once more. A host that has its outcome still gives that back, or joins it; another one does
     * it again.
     *
     * @param goneBack whether a later step had begun before: then more than the step that was cut off was repeated
     */
    record Repeated(String project, String step, Instant at, boolean goneBack) {}

    /** Steps of these projects that were asked for more than once, in the order of each project's history. */
    static List<Repeated> steps(Server server, List<ProjectRow> projects) {
        List<Repeated> found = new ArrayList<>();
        for (ProjectRow project : projects) {
            found.addAll(steps(
                    project.name(),
                    server.client()
                            .fetchHistory(project.workflowId(), project.runId())
                            .getEvents()));
        }
        return found;
    }

    static List<Repeated> steps(String project, List<HistoryEvent> history) {
        List<Repeated> found = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        String last = "";
        for (HistoryEvent event : history) {
            if (!isStep(event)) {
                continue;
            }
            String step = summary(event);
            if (!begun.add(step)) {
                Timestamp at = event.getEventTime();
                found.add(new Repeated(
                        project, step, Instant.ofEpochSecond(at.getSeconds(), at.getNanos()), !step.equals(last)));
            }
            last = step;
        }
        return found;
    }

    /** Names of the steps that were asked for, in their order, repeated ones too. */
    static List<String> begun(List<HistoryEvent> history) {
        return history.stream()
                .filter(WorkAgain::isStep)
                .map(WorkAgain::summary)
                .toList();
    }

    private static boolean isStep(HistoryEvent event) {
        if (!event.hasActivityTaskScheduledEventAttributes()) {
            return false;
        }
        ActivityTaskScheduledEventAttributes scheduled = event.getActivityTaskScheduledEventAttributes();
        return HostWork.STEPS.contains(scheduled.getActivityType().getName())
                && scheduled.getTaskQueue().getName().startsWith(TaskQueues.HOST_PREFIX);
    }

    /** A step is scheduled under its name as its summary. */
    private static String summary(HistoryEvent event) {
        return DefaultDataConverter.newDefaultInstance()
                .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class);
    }

    /** Each kill with what was asked for once more after it and before the next one. */
    static List<Kill> after(List<Kill> kills, List<Repeated> all) {
        List<Kill> told = new ArrayList<>();
        for (int i = 0; i < kills.size(); i++) {
            Kill kill = kills.get(i);
            Instant next = i + 1 < kills.size() ? kills.get(i + 1).at() : Instant.MAX;
            told.add(kill.with(all.stream()
                    .filter(step -> !step.at().isBefore(kill.at()) && step.at().isBefore(next))
                    .map(step -> step.project() + " " + step.step())
                    .toList()));
        }
        return told;
    }
}
