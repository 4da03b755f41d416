package dev.slipway.project;

import dev.slipway.change.ChangeSignals;
import dev.slipway.change.Chosen;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Builds one project: from nothing to a pull request. Fails, rather than returning, when the project failed, so that
 * Temporal shows it as failed and its id may be used again. Its memo holds {@code runKey}.
 */
@WorkflowInterface
public interface ProjectWorkflow extends ChangeSignals {
    @WorkflowMethod(name = "Project")
    ProjectReport run(ProjectInput input);

    @QueryMethod(name = "report")
    ProjectReport report();

    /** A person asks and is answered; what makes no sense in the present state is refused with the reason. */
    @UpdateMethod(name = Steering.UPDATE)
    Steered steer(Steering asked);

    @UpdateValidatorMethod(updateName = Steering.UPDATE)
    void validateSteer(Steering asked);

    /** The older form of a choice, without an answer; ignored where there is nothing to choose. */
    @SignalMethod(name = "choose")
    void choose(Chosen chosen);

    /** The same from a batch, which needs no answer; what makes no sense is ignored. */
    @SignalMethod(name = Steering.SIGNAL)
    void steered(Steering asked);
}
