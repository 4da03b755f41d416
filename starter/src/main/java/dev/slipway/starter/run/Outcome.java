package dev.slipway.starter.run;

import dev.slipway.project.ProjectReport;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what a batch came to, from the server, the projects' reports and, if there is one, the sandbox. */
public final class Outcome {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Server server;
    private final Visibility visibility;
    private final @Nullable SandboxCounts sandbox;

    public Outcome(Server server, @Nullable SandboxCounts sandbox) {
        this.server = server;
        this.visibility = new Visibility(server);
        this.sandbox = sandbox;
    }

    /**
     * The result of a batch that is over.
     *
     * @param projects those that were asked for, in their order
     * @param slots over all workers; 0 where unknown
     * @param agentSeconds as set; null where it is not
     */
    public BatchResult collect(
            BatchName batch, List<ProjectSpec> projects, long makespanMs, int slots, @Nullable Double agentSeconds) {
        Map<String, ProjectRow> rows = rows(batch, projects);
        Map<String, List<WorkflowExecutionInfo>> runs =
                server.engine().lists() ? visibility.projectRuns(batch.value()) : Map.of();
        List<ProjectResult> results = new ArrayList<>();
        try (Reports reports = new Reports(server, PATIENCE)) {
            Map<String, CompletableFuture<Optional<ProjectReport>>> asked = new LinkedHashMap<>();
            rows.forEach((name, row) -> asked.put(name, reports.ask(row)));
            for (ProjectSpec project : projects) {
                String name = project.name().value();
                @Nullable ProjectRow row = rows.get(name);
                results.add(
                        row == null
                                ? notStarted(project)
                                : result(project, row, runsOf(row, runs), reports.settle(asked.get(name)), reports));
            }
        }
        return new BatchResult(
                batch.value(),
                server.engine().kind().word(),
                makespanMs,
                BatchResult.efficiency(results, agentSeconds, slots, makespanMs),
                totals(results),
                results,
                Endured.NOTHING);
    }

    private Map<String, ProjectRow> rows(BatchName batch, List<ProjectSpec> projects) {
        if (server.engine().lists()) {
            return visibility.projects(batch.value()).stream()
                    .collect(Collectors.toMap(ProjectRow::name, Function.identity(), (first, second) -> second));
        }
        Map<String, ProjectRow> rows = new LinkedHashMap<>();
        projects.forEach(project -> visibility
                .project(WorkflowIds.project(batch, project.name()))
                .ifPresent(row -> rows.put(row.name(), row)));
        return rows;
    }

    /** One that visibility does not show yet is asked for by itself. */
    private List<WorkflowExecutionInfo> runsOf(ProjectRow row, Map<String, List<WorkflowExecutionInfo>> listed) {
        List<WorkflowExecutionInfo> runs = listed.get(row.workflowId());
        return runs == null ? visibility.runs(row.workflowId()) : runs;
    }

    private ProjectResult result(
            ProjectSpec project,
            ProjectRow row,
            List<WorkflowExecutionInfo> runs,
            Optional<ProjectReport> report,
            Reports reports) {
        long events = 0;
        long bytes = 0;
        for (WorkflowExecutionInfo run : runs) {
            events += run.getHistoryLength();
            bytes += run.getHistorySizeBytes();
        }
        RunState state = report.map(ProjectReport::state)
                .filter(said -> row.closedAt() == null || said.closed())
                .orElse(row.state());
        Instant end = row.closedAt() == null ? Instant.now() : row.closedAt();
        String reason = report.map(ProjectReport::reason)
                .filter(said -> !said.isEmpty())
                .orElseGet(() -> reports.failure(row));
        return new ProjectResult(
                project.name().value(),
                project.toolchain().value(),
                state,
                reason,
                report.map(ProjectReport::repository).orElse(row.repository()),
                report.map(ProjectReport::pullRequest).orElse(""),
                report.map(ProjectReport::attempts).orElse((int) row.attempts()),
                report.map(ProjectReport::agentRuns).orElse((int) row.attempts()),
                report.map(ProjectReport::agentTime).map(Duration::toMillis).orElse(0L),
                events,
                bytes,
                sandbox == null
                        ? report.map(ProjectReport::githubRequests).orElse(0)
                        : sandbox.requests(row.workflowId()),
                Duration.between(row.startedAt(), end).toMillis());
    }

    private static ProjectResult notStarted(ProjectSpec project) {
        return new ProjectResult(
                project.name().value(),
                project.toolchain().value(),
                RunState.PENDING,
                "it was not started",
                "",
                "",
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private BatchResult.Totals totals(List<ProjectResult> results) {
        int completed = count(results, RunState.COMPLETED);
        int skipped = count(results, RunState.SKIPPED);
        int needAttention = count(results, RunState.NEEDS_ATTENTION);
        if (sandbox != null) {
            return new BatchResult.Totals(
                    results.size(),
                    completed,
                    results.size() - completed - skipped,
                    needAttention,
                    sandbox.total("repositories"),
                    sandbox.total("pullRequests"),
                    sandbox.total("duplicates"),
                    sandbox.total("githubRequests"));
        }
        return new BatchResult.Totals(
                results.size(),
                completed,
                results.size() - completed - skipped,
                needAttention,
                results.stream().filter(found -> !found.repository().isEmpty()).count(),
                results.stream().filter(found -> !found.pullRequest().isEmpty()).count(),
                0,
                results.stream().mapToLong(ProjectResult::githubRequests).sum());
    }

    private static int count(List<ProjectResult> results, RunState state) {
        return (int) results.stream().filter(found -> found.state() == state).count();
    }
}
