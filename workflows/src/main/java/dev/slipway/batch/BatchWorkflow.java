package dev.slipway.batch;

import dev.slipway.project.ProjectReported;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
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

    @QueryMethod(name = "summary")
    BatchSummary summary();
}
