package dev.slipway.batch;

import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectInput;
import dev.slipway.project.ProjectReport;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectSpec;
import dev.slipway.project.ProjectWorkflow;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.WorkflowIds;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.Priority;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;

/** Starts projects as children that live on when the batch continues as new or ends. */
final class ProjectLauncher {
    private final BatchName batch;
    private final ChangeOptions options;
    private int starting;

    ProjectLauncher(BatchName batch, ChangeOptions options) {
        this.batch = batch;
        this.options = options;
    }

    /**
     * Starts a project without waiting for it.
     *
     * @param again whether an earlier execution used its run key
     * @param closed told when the child closes while this run of the batch lives; its signal usually comes first
     */
    void start(ProjectEntry entry, boolean again, Consumer<ProjectReported> closed) {
        ProjectName name = entry.project().name();
        ProjectInput input = new ProjectInput(
                batch,
                entry.project(),
                entry.runKey(),
                Workflow.getInfo().getWorkflowId(),
                again,
                entry.from(),
                entry.by(),
                options);
        starting++;
        // Detached: a cancelled batch cancels its projects by id, those of its earlier runs too.
        CancellationScope scope = Workflow.newDetachedCancellationScope(() -> {
            ProjectWorkflow child = Workflow.newChildWorkflowStub(ProjectWorkflow.class, options(entry));
            Promise<ProjectReport> result = Async.function(child::run, input);
            Workflow.getWorkflowExecution(child).handle((execution, failure) -> {
                starting--;
                return execution;
            });
            result.handle((report, failure) -> {
                closed.accept(failure == null ? reported(report) : failed(name, failure));
                return report;
            });
        });
        scope.run();
    }

    /** Whether a start is under way: the batch may not end or continue as new before it is through. */
    boolean isStarting() {
        return starting > 0;
    }

    private ChildWorkflowOptions options(ProjectEntry entry) {
        ProjectSpec project = entry.project();
        String id = WorkflowIds.project(batch, project.name());
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setPriority(Priority.newBuilder()
                        .setPriorityKey(project.priority().key())
                        .build())
                .setMemo(Map.of(
                        "runKey", entry.runKey().value(), "name", project.name().value()))
                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.KIND, "project")
                        .set(SearchAttributes.BATCH, batch.value())
                        .set(SearchAttributes.STATE, RunState.PENDING.name())
                        .set(SearchAttributes.STEP, Step.ACCOUNT.name())
                        .build())
                .setStaticSummary(project.name() + " (" + project.toolchain() + ")")
                .build();
    }

    private static ProjectReported reported(ProjectReport report) {
        return new ProjectReported(
                report.name(),
                report.state(),
                report.reason(),
                !report.pullRequest().isEmpty(),
                report.costUsd());
    }

    private static ProjectReported failed(ProjectName name, RuntimeException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof WorkflowExecutionAlreadyStarted) {
            // Somebody else started it: it runs, and the next look finds how it stands.
            return new ProjectReported(name, RunState.RUNNING, "", false, BigDecimal.ZERO);
        }
        if (cause instanceof CanceledFailure) {
            return new ProjectReported(name, RunState.CANCELLED, "cancelled", false, BigDecimal.ZERO);
        }
        if (cause instanceof ApplicationFailure application
                && application.getDetails().getSize() > 0) {
            return reported(application.getDetails().get(ProjectReport.class));
        }
        return new ProjectReported(name, RunState.FAILED, String.valueOf(cause.getMessage()), false, BigDecimal.ZERO);
    }
}
