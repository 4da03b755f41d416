package dev.slipway.starter.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows as JSON; written by hand, since {@code status} should be quick. */
public final class RowJson {
    private RowJson() {}

    public static ObjectNode of(ProjectRow row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", row.name())
                .put("batch", row.batch())
                .put("workflowId", row.workflowId())
                .put("state", row.state().name())
                .put("step", row.step())
                .put("waitingFor", row.waitingFor())
                .put("waitingUntil", text(row.waitingUntil()))
                .put("attempts", row.attempts())
                .put("repository", row.repository())
                .put("account", row.account())
                .put("agent", row.agent())
                .put("startedAt", text(row.startedAt()))
                .put("closedAt", text(row.closedAt()));
    }

    public static ObjectNode of(BatchRow row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", row.name())
                .put("workflowId", row.workflowId())
                .put("state", row.state().name())
                .put("startedAt", text(row.startedAt()))
                .put("closedAt", text(row.closedAt()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
