package dev.slipway.testing;

import dev.slipway.batch.BatchActivities;
import dev.slipway.batch.CancelProjects;
import dev.slipway.batch.InspectProjects;
import dev.slipway.batch.InspectedProjects;
import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectReport;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectWorkflow;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A batch's questions, answered by the test server. */
final class FakeTemporal implements BatchActivities {
    private final WorkflowClient client;
    private final List<InspectProjects> inspections;

    FakeTemporal(WorkflowClient client, List<InspectProjects> inspections) {
        this.client = client;
        this.inspections = inspections;
    }

    @Override
    public InspectedProjects inspect(InspectProjects request) {
        inspections.add(request);
        List<Inspected> found = new ArrayList<>();
        for (ProjectName name : request.names()) {
            describe(WorkflowIds.project(request.batch(), name)).ifPresent(info -> found.add(inspected(name, info)));
        }
        return new InspectedProjects(found);
    }

    private Optional<WorkflowExecutionInfo> describe(String id) {
        try {
            return Optional.of(client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                            .build())
                    .getWorkflowExecutionInfo());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Inspected inspected(ProjectName name, WorkflowExecutionInfo info) {
        String id = info.getExecution().getWorkflowId();
        RunKey runKey = info.getMemo().containsFields("runKey")
                ? RunKey.of(DefaultDataConverter.newDefaultInstance()
                        .fromPayload(info.getMemo().getFieldsOrThrow("runKey"), String.class, String.class))
                : null;
        return switch (info.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING -> {
                ProjectReport report =
                        client.newWorkflowStub(ProjectWorkflow.class, id).report();
                yield new Inspected(name, true, reported(report), runKey);
            }
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> {
                ProjectReport report = WorkflowStub.fromTyped(client.newWorkflowStub(ProjectWorkflow.class, id))
                        .getResult(ProjectReport.class);
                yield new Inspected(name, false, reported(report), runKey);
            }
            case WORKFLOW_EXECUTION_STATUS_CANCELED ->
                new Inspected(name, false, closed(name, RunState.CANCELLED), step(info), null, runKey);
            default -> new Inspected(name, false, closed(name, RunState.FAILED), step(info), null, runKey);
        };
    }

    /** The test server wraps values into lists. */
    private static Step step(WorkflowExecutionInfo info) {
        return Step.valueOf(info.getSearchAttributes()
                .getIndexedFieldsOrThrow(SearchAttributes.STEP.getName())
                .getData()
                .toStringUtf8()
                .replaceAll("[^A-Z_]", ""));
    }

    private static ProjectReported reported(ProjectReport report) {
        return new ProjectReported(
                report.name(),
                report.state(),
                report.reason(),
                !report.pullRequest().isEmpty(),
                report.costUsd());
    }

    private static ProjectReported closed(ProjectName name, RunState state) {
        return new ProjectReported(name, state, state.name(), false, BigDecimal.ZERO);
    }

    @Override
    public void cancel(CancelProjects request) {
        request.names()
                .forEach(name -> client.newUntypedWorkflowStub(WorkflowIds.project(request.batch(), name))
                        .cancel(request.reason() == null ? "cancelled with its batch" : request.reason()));
    }
}
