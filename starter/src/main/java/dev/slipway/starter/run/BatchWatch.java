package dev.slipway.starter.run;

import dev.slipway.batch.BatchSummary;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Waits for a batch and shows how it comes along: the end by long poll, the way there from visibility, one request a
 * second at most and seldomer where the answers are long in coming.
 */
public final class BatchWatch {
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(15);
    private static final int PAUSE_PER_REQUEST_TIME = 20;

    private final Server server;
    private final Visibility visibility;

    public BatchWatch(Server server) {
        this.server = server;
        this.visibility = new Visibility(server);
    }

    /**
     * Returns when the batch is over.
     *
     * @throws CommandFailure when its workflow failed, was cancelled or terminated
     */
    public BatchSummary await(BatchRun run, List<ProjectSpec> projects, Progress progress) {
        CompletableFuture<BatchSummary> result = run.result();
        Duration pause = Duration.ofMillis(300);
        WatchedProjects watched = new WatchedProjects(
                closedAfter -> visibility.projects(run.name().value(), closedAfter));
        try {
            while (true) {
                Optional<BatchSummary> summary = poll(result, pause, run);
                if (summary.isPresent()) {
                    show(run, projects, watched, progress);
                    return summary.get();
                }
                long before = System.nanoTime();
                show(run, projects, watched, progress);
                pause = pauseAfter(Duration.ofNanos(System.nanoTime() - before));
            }
        } finally {
            progress.end();
        }
    }

    static Duration pauseAfter(Duration request) {
        Duration polite = request.multipliedBy(PAUSE_PER_REQUEST_TIME);
        if (polite.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return polite.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : polite;
    }

    private void show(BatchRun run, List<ProjectSpec> projects, WatchedProjects watched, Progress progress) {
        try {
            progress.show(rows(run, projects, watched));
        } catch (StatusRuntimeException e) {
            // The next look may be answered; the end is waited for in another way.
            return;
        }
    }

    private List<ProjectRow> rows(BatchRun run, List<ProjectSpec> projects, WatchedProjects watched) {
        if (server.engine().lists()) {
            Set<String> asked =
                    projects.stream().map(project -> project.name().value()).collect(Collectors.toSet());
            return watched.look().stream()
                    .filter(row -> asked.contains(row.name()))
                    .toList();
        }
        return projects.stream()
                .map(project -> visibility.project(WorkflowIds.project(run.name(), project.name())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<BatchSummary> poll(CompletableFuture<BatchSummary> result, Duration pause, BatchRun run) {
        try {
            return Optional.of(result.get(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Throwable root = cause.getCause() == null ? cause : cause.getCause();
            throw CommandFailure.failed("The batch '" + run.name() + "' ended without a result: " + root.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted; the batch goes on: slipway status " + run.name());
        }
    }
}
