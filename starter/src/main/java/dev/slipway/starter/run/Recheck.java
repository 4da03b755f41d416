package dev.slipway.starter.run;

import dev.slipway.project.ProjectInput;
import dev.slipway.project.ProjectReport;
import dev.slipway.project.ProjectSpec;
import dev.slipway.project.RecheckInput;
import dev.slipway.project.RecheckWorkflow;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WorkflowIds;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.verification.Verification;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.TemporalFailure;
import java.util.Optional;

/** Builds and tests a project's branch again, as it was asked to be when it ran. */
public final class Recheck {
    private Recheck() {}

    /**
     * Runs it, and waits.
     *
     * @throws CommandFailure when the project has no branch yet, or the verification could not be made
     */
    public static Verification run(Server server, ProjectRow row, ProjectReport report) {
        if (report.repositoryId() == null) {
            throw CommandFailure.wrongUsage(
                    NameResolution.shown(row.workflowId()) + " has no repository yet, so there is nothing to test.");
        }
        ProjectInput input = input(server, row);
        RecheckWorkflow workflow = server.client()
                .newWorkflowStub(
                        RecheckWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.recheck(
                                        input.batch(), input.project().name()))
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                        .set(SearchAttributes.KIND, "recheck")
                                        .build())
                                .build());
        // Whoever may write to the repository's owner may read it; the file may have left the owner open.
        ProjectSpec project = Specs.withOwner(
                input.project(), report.repositoryId().owner(), input.project().account());
        WorkflowClient.start(
                workflow::run,
                new RecheckInput(input.batch(), project, report.runKey(), report.repositoryId(), report.repository()));
        try {
            return WorkflowStub.fromTyped(workflow).getResult(Verification.class);
        } catch (WorkflowFailedException e) {
            String why = e.getCause() instanceof TemporalFailure cause ? cause.getOriginalMessage() : e.getMessage();
            throw CommandFailure.failed("The branch could not be tested: " + why, e);
        }
    }

    /** What the project was started with: its workflow's first event. */
    private static ProjectInput input(Server server, ProjectRow row) {
        Payloads started = server.stubs()
                .blockingStub()
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(server.engine().namespace())
                        .setExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(row.workflowId())
                                .setRunId(row.runId()))
                        .setMaximumPageSize(1)
                        .build())
                .getHistory()
                .getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
        return TemporalConnection.dataConverter()
                .fromPayloads(0, Optional.of(started), ProjectInput.class, ProjectInput.class);
    }
}
