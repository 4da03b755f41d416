package dev.slipway.project;

import dev.slipway.change.ChangeSignals;
import dev.slipway.change.Chosen;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
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

    /** Only heard in NEEDS_ATTENTION; ignored elsewhere. */
    @SignalMethod(name = "choose")
    void choose(Chosen chosen);
}
