package dev.slipway.starter.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Timestamp;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what the server tells of an execution. */
final class Rows {
    // Without databind, which takes a third of a second to come up.
    private static final JsonFactory JSON = new JsonFactory();

    private Rows() {}

    static ProjectRow project(WorkflowExecutionInfo info) {
        String id = info.getExecution().getWorkflowId();
        String[] parts = id.split("/", 3);
        String until = attribute(info, SearchAttributes.WAITING_UNTIL);
        RunState state = state(info);
        return new ProjectRow(
                id,
                info.getExecution().getRunId(),
                parts.length == 3 ? parts[1] : "",
                parts.length == 3 ? parts[2] : id,
                state,
                word(attribute(info, SearchAttributes.STEP)),
                state == RunState.WAITING ? word(attribute(info, SearchAttributes.WAITING_FOR)) : "",
                until.isEmpty() || state.closed()
                        ? null
                        : OffsetDateTime.parse(until).toInstant(),
                number(attribute(info, SearchAttributes.ATTEMPTS)),
                attribute(info, SearchAttributes.REPOSITORY),
                attribute(info, SearchAttributes.ACCOUNT),
                attribute(info, SearchAttributes.AGENT),
                instant(info.getStartTime()),
                info.hasCloseTime() ? instant(info.getCloseTime()) : null,
                info.getHistoryLength());
    }

    static BatchRow batch(WorkflowExecutionInfo info) {
        String id = info.getExecution().getWorkflowId();
        return new BatchRow(
                id,
                info.getExecution().getRunId(),
                id.startsWith("batch/") ? id.substring("batch/".length()) : id,
                state(info),
                instant(info.getStartTime()),
                info.hasCloseTime() ? instant(info.getCloseTime()) : null);
    }

    /** What the workflow says of itself, unless the server knows better. */
    private static RunState state(WorkflowExecutionInfo info) {
        String said = attribute(info, SearchAttributes.STATE);
        RunState own = Arrays.stream(RunState.values())
                .filter(state -> state.name().equals(said))
                .findFirst()
                .orElse(null);
        WorkflowExecutionStatus status = info.getStatus();
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> own != null && own.closed() ? own : RunState.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_FAILED, WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
                own == RunState.SKIPPED ? RunState.SKIPPED : RunState.FAILED;
            case WORKFLOW_EXECUTION_STATUS_CANCELED, WORKFLOW_EXECUTION_STATUS_TERMINATED -> RunState.CANCELLED;
            default -> own == null ? RunState.PENDING : own;
        };
    }

    private static String attribute(WorkflowExecutionInfo info, SearchAttributeKey<?> key) {
        @Nullable
        Payload payload = info.getSearchAttributes().getIndexedFieldsMap().get(key.getName());
        if (payload == null || payload.getData().isEmpty()) {
            return "";
        }
        try (JsonParser parser = JSON.createParser(payload.getData().toByteArray())) {
            JsonToken token = parser.nextToken();
            // The test server wraps values into lists.
            JsonToken value = token == JsonToken.START_ARRAY ? parser.nextToken() : token;
            return value != null && value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
