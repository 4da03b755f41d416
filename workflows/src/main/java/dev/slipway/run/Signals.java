package dev.slipway.run;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ExternalWorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/** Signals between workflows, where the other one may be gone: that is an answer, not a failure. */
public final class Signals {

    private Signals() {}

    /**
     * Sends a signal to the newest execution of a workflow id.
     *
     * @return whether it was delivered; false when no such workflow runs
     */
    public static Promise<Boolean> send(String workflowId, String signal, Object message) {
        ExternalWorkflowStub target = Workflow.newUntypedExternalWorkflowStub(workflowId);
        return Async.procedure(() -> target.signal(signal, message)).handle((sent, failure) -> {
            if (failure instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            return failure == null;
        });
    }
}
