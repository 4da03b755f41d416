package dev.slipway.starter.run;

import com.google.protobuf.ByteString;
import dev.slipway.batch.BatchInput;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the server's lists tell. The newest execution of each workflow id counts. */
public final class Visibility {
    private static final int PAGE = 1000;
    private static final int MOST = 20_000;

    private final Server server;

    public Visibility(Server server) {
        this.server = server;
    }

    /** A batch's projects, in the order in which they were started. */
    public List<ProjectRow> projects(String batch) {
        return newest(projectsOf(batch), Rows::project, ProjectRow::workflowId);
    }

    /**
     * Those of a batch's projects that are open or were closed after a moment, in the order in which they were started.
     *
     * @param closedAfter null: all of them
     */
    List<ProjectRow> projects(String batch, @Nullable Instant closedAfter) {
        if (closedAfter == null) {
            return projects(batch);
        }
        return newest(
                projectsOf(batch) + " AND (ExecutionStatus = 'Running' OR CloseTime > '" + closedAfter + "')",
                Rows::project,
                ProjectRow::workflowId);
    }

    private static String projectsOf(String batch) {
        return "WorkflowType = 'Project' AND WorkflowId STARTS_WITH '" + quoted("project/" + batch + "/") + "'";
    }

    /** All projects of all batches. */
    public List<ProjectRow> projects() {
        return newest("WorkflowType = 'Project'", Rows::project, ProjectRow::workflowId);
    }

    /** All batches, the newest first. */
    public List<BatchRow> batches() {
        List<BatchRow> found = new ArrayList<>(newest("WorkflowType = 'Batch'", Rows::batch, BatchRow::workflowId));
        java.util.Collections.reverse(found);
        return found;
    }

    /** One project by its workflow id, without a list. */
    public Optional<ProjectRow> project(String workflowId) {
        return describe(workflowId).map(Rows::project);
    }

    /** One batch by its workflow id, without a list. */
    public Optional<BatchRow> batch(String workflowId) {
        return describe(workflowId).map(Rows::batch);
    }

    /** Workflow ids of the projects that a batch was started with, or continued as new with. */
    public List<String> ordered(BatchRow batch) {
        BatchInput order = order(batch);
        return order.projects().stream()
                .map(entry -> WorkflowIds.project(order.name(), entry.project().name()))
                .toList();
    }

    /** What a batch was started with, or continued as new with. */
    BatchInput order(BatchRow batch) {
        Payloads input = server.client()
                .fetchHistory(batch.workflowId(), batch.runId())
                .getHistory()
                .getEvents(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
        return server.client()
                .getOptions()
                .getDataConverter()
                .fromPayloads(0, Optional.of(input), BatchInput.class, BatchInput.class);
    }

    /** All runs of a workflow id, each as the server describes it. */
    public List<WorkflowExecutionInfo> runs(String workflowId) {
        if (!server.engine().lists()) {
            return describe(workflowId).stream().toList();
        }
        List<WorkflowExecutionInfo> runs = new ArrayList<>();
        for (WorkflowExecutionInfo listed : list("WorkflowId = '" + quoted(workflowId) + "'")) {
            describe(listed.getExecution()).ifPresent(runs::add);
        }
        return runs;
    }

    /** All runs of a batch's projects by workflow id, each as the server describes it; one list for all of them. */
    Map<String, List<WorkflowExecutionInfo>> projectRuns(String batch) {
        Map<String, List<WorkflowExecutionInfo>> runs = new LinkedHashMap<>();
        for (WorkflowExecutionInfo listed : list(projectsOf(batch))) {
            describe(listed.getExecution())
                    .ifPresent(run -> runs.computeIfAbsent(run.getExecution().getWorkflowId(), id -> new ArrayList<>())
                            .add(run));
        }
        return runs;
    }

    /** A project's executions before the newest one, the newest of them first. */
    public List<ProjectRow> earlier(ProjectRow newest) {
        return runs(newest.workflowId()).stream()
                .filter(run -> !run.getExecution().getRunId().equals(newest.runId()))
                .map(Rows::project)
                .sorted(Comparator.comparing(ProjectRow::startedAt).reversed())
                .toList();
    }

    /**
     * Deletes all runs of a workflow id, with their histories.
     *
     * @return how many there were
     */
    public int forget(String workflowId) {
        List<WorkflowExecutionInfo> runs = runs(workflowId);
        for (WorkflowExecutionInfo run : runs) {
            server.stubs()
                    .blockingStub()
                    .deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                            .setNamespace(server.engine().namespace())
                            .setWorkflowExecution(run.getExecution())
                            .build());
        }
        return runs.size();
    }

    private Optional<WorkflowExecutionInfo> describe(String workflowId) {
        return describe(WorkflowExecution.newBuilder().setWorkflowId(workflowId).build());
    }

    private Optional<WorkflowExecutionInfo> describe(WorkflowExecution execution) {
        try {
            DescribeWorkflowExecutionRequest request = DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(server.engine().namespace())
                    .setExecution(execution)
                    .build();
            return Optional.of(Patience.with(() -> server.stubs().blockingStub().describeWorkflowExecution(request))
                    .getWorkflowExecutionInfo());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> List<T> newest(String query, Function<WorkflowExecutionInfo, T> row, Function<T, String> id) {
        Map<String, T> byId = new LinkedHashMap<>();
        // Newest first, so the first of an id is its newest.
        list(query + " AND ExecutionStatus != 'ContinuedAsNew'").forEach(info -> {
            T read = row.apply(info);
            byId.putIfAbsent(id.apply(read), read);
        });
        List<T> oldestFirst = new ArrayList<>(byId.values());
        java.util.Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private List<WorkflowExecutionInfo> list(String query) {
        if (!server.engine().lists()) {
            throw CommandFailure.failed("This is " + server.engine().how()
                    + ", which can't list. Name a project as BATCH/NAME, or get a real server: slipway engine install");
        }
        List<WorkflowExecutionInfo> found = new ArrayList<>();
        ByteString next = ByteString.EMPTY;
        do {
            ListWorkflowExecutionsRequest request = ListWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(server.engine().namespace())
                    .setQuery(query)
                    .setPageSize(PAGE)
                    .setNextPageToken(next)
                    .build();
            ListWorkflowExecutionsResponse page =
                    Patience.with(() -> server.stubs().blockingStub().listWorkflowExecutions(request));
            found.addAll(page.getExecutionsList());
            next = page.getNextPageToken();
        } while (!next.isEmpty() && found.size() < MOST);
        return found;
    }

    private static String quoted(String value) {
        return value.replace("'", "''");
    }
}
