package dev.slipway.batch;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.project.ProjectReported;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs projects, {@code parallel} at a time, urgent ones first. Returns when each is closed or only people can go on. */
@WorkflowInterface
public interface BatchWorkflow {
    String PROJECT_REPORTED = ProjectReported.SIGNAL;

    @WorkflowMethod(name = "Batch")
    BatchSummary run(BatchInput input);

    @SignalMethod(name = PROJECT_REPORTED)
    void projectReported(ProjectReported reported);

    /** A person asks and is answered; what makes no sense in the present state is refused with the reason. */
    @UpdateMethod(name = Steering.UPDATE)
    Steered steer(Steering asked);

    @UpdateValidatorMethod(updateName = Steering.UPDATE)
    void validateSteer(Steering asked);

    /** Projects that are over are to run again, in their turn; the answer names those that would not have anyway. */
    @UpdateMethod(name = RunProjectsAgain.UPDATE)
    RunAgainQueued runAgain(RunProjectsAgain asked);

    @UpdateValidatorMethod(updateName = RunProjectsAgain.UPDATE)
    void validateRunAgain(RunProjectsAgain asked);

    @QueryMethod(name = KnownProjects.QUERY)
    KnownProjects known();

    @QueryMethod(name = "summary")
    BatchSummary summary();
}
