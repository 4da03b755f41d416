package dev.slipway.change;

import dev.slipway.run.SearchAttributes;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows a status outside of the workflow: in search attributes and in the details of Temporal's Web UI. */
final class Display {
    private static final int TIMELINE_LINES = 15;

    private final Map<SearchAttributeKey<?>, Object> shown = new HashMap<>();

    /** One upsert for all attributes that differ from what was shown last; none where nothing does. */
    void show(RunStatus status) {
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        set(updates, SearchAttributes.STATE, status.state().name());
        set(updates, SearchAttributes.STEP, status.step().name());
        set(updates, SearchAttributes.WAITING_FOR, name(status.waitingFor()));
        Instant until = status.waitingUntil();
        set(updates, SearchAttributes.WAITING_UNTIL, until == null ? null : until.atOffset(ZoneOffset.UTC));
        set(
                updates,
                SearchAttributes.REPOSITORY,
                status.repository() == null ? null : status.repository().id().toString());
        set(
                updates,
                SearchAttributes.ACCOUNT,
                status.account() == null ? null : status.account().value());
        set(
                updates,
                SearchAttributes.AGENT,
                status.agent() == null ? null : status.agent().value());
        set(updates, SearchAttributes.ATTEMPTS, status.attempts() == 0 ? null : (long) status.attempts());
        set(
                updates,
                SearchAttributes.COST_USD,
                status.costUsd().signum() == 0 ? null : status.costUsd().doubleValue());
        if (!updates.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(updates.toArray(new SearchAttributeUpdate<?>[0]));
        }
        Workflow.setCurrentDetails(details(status));
    }

    private <T> void set(List<SearchAttributeUpdate<?>> updates, SearchAttributeKey<T> key, @Nullable T value) {
        if (Objects.equals(shown.get(key), value)) {
            return;
        }
        updates.add(value == null ? key.valueUnset() : key.valueSet(value));
        if (value == null) {
            shown.remove(key);
        } else {
            shown.put(key, value);
        }
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static String details(RunStatus status) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(status.state()).append("** in step ").append(status.step());
        if (status.waitingFor() != null) {
            text.append(", waiting for ").append(status.waitingFor());
        }
        if (status.waitingUntil() != null) {
            text.append(" until ").append(status.waitingUntil());
        }
        if (!status.reason().isEmpty()) {
            text.append(": ").append(Text.plain(Text.oneLine(status.reason(), 300)));
        }
        text.append("\n\n");
        if (status.repository() != null) {
            text.append("- repository ").append(status.repository().url()).append('\n');
        }
        if (status.pullRequest() != null) {
            text.append("- pull request ").append(status.pullRequest().url()).append('\n');
        }
        text.append("- attempts ").append(status.attempts());
        text.append(", agent runs ").append(status.agentRuns());
        text.append(", cost USD ").append(status.costUsd().toPlainString());
        if (status.listPriceUsd().signum() > 0) {
            text.append(", by list price of a subscription USD ")
                    .append(status.listPriceUsd().toPlainString());
        }
        text.append('\n');
        if (status.account() != null) {
            text.append("- account ").append(status.account()).append('\n');
        }
        if (status.host() != null) {
            text.append("- host ").append(status.host()).append('\n');
        }
        List<TimelineEntry> entries = status.timeline();
        text.append('\n');
        entries.subList(Math.max(0, entries.size() - TIMELINE_LINES), entries.size())
                .forEach(entry -> text.append("1. ")
                        .append(entry.at())
                        .append(' ')
                        .append(entry.step())
                        .append(' ')
                        .append(Text.plain(entry.what()))
                        .append('\n'));
        return text.toString();
    }
}
