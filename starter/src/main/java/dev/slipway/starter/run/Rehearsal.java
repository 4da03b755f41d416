package dev.slipway.starter.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.slipway.run.SearchAttributes;
import dev.slipway.starter.output.Console;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import java.time.Instant;
import java.util.List;

/** Goes through {@code status} with an answer made up, so that the class-data archive holds what a real one needs. */
public final class Rehearsal {
    private Rehearsal() {}

    public static void status(Console console) throws InvalidProtocolBufferException {
        WorkflowExecutionInfo.Builder info = WorkflowExecutionInfo.newBuilder()
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId("project/warm/up"))
                .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
                .setStartTime(Timestamp.newBuilder().setSeconds(1))
                .setCloseTime(Timestamp.newBuilder().setSeconds(2));
        info.getSearchAttributesBuilder()
                .putIndexedFields(
                        SearchAttributes.STATE.getName(),
                        Payload.newBuilder()
                                .setData(ByteString.copyFromUtf8("\"COMPLETED\""))
                                .build());
        ListWorkflowExecutionsResponse answer =
                ListWorkflowExecutionsResponse.parseFrom(ListWorkflowExecutionsResponse.newBuilder()
                        .addExecutions(info)
                        .build()
                        .toByteString());
        BatchStatus status =
                new BatchStatus(Rows.batch(answer.getExecutions(0)), List.of(Rows.project(answer.getExecutions(0))));
        console.answer(status.json());
        status.lines(console.style(), Instant.now()).forEach(console::say);
    }
}
