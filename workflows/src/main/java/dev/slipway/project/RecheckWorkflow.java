package dev.slipway.project;

import dev.slipway.change.ChangeSignals;
import dev.slipway.verification.Verification;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Builds and tests a project's branch again, in a read-only workspace of its own; changes nothing on GitHub. */
@WorkflowInterface
public interface RecheckWorkflow extends ChangeSignals {
    @WorkflowMethod(name = "Recheck")
    Verification run(RecheckInput input);
}
