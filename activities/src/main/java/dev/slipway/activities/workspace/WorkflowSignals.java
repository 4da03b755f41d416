package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.change.ChangeSignals;
import dev.slipway.failure.FailureType;
import dev.slipway.workspace.WorkspaceOpened;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;

/** Tells a workflow that its workspace is open. */
@FunctionalInterface
public interface WorkflowSignals {
    /** Throws {@code SESSION_GONE} where the workflow is over, {@code UNAVAILABLE} where the server is. */
    void workspaceOpened(String workflowId, WorkspaceOpened opened);

    /** By Temporal's signals. */
    static WorkflowSignals by(WorkflowClient client) {
        return (workflowId, opened) -> {
            try {
                client.newUntypedWorkflowStub(workflowId).signal(ChangeSignals.WORKSPACE_OPENED, opened);
            } catch (WorkflowNotFoundException e) {
                throw Failures.of(FailureType.SESSION_GONE, "the workflow " + workflowId + " is over");
            } catch (WorkflowServiceException | StatusRuntimeException e) {
                throw Failures.of(
                        FailureType.UNAVAILABLE, "the workflow " + workflowId + " was not told: " + Failures.rootOf(e));
            }
        };
    }
}
