package dev.slipway.starter.run;

import dev.slipway.project.ProjectReport;
import dev.slipway.run.RunState;
import dev.slipway.starter.connection.Server;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Projects' own reports: a closed project's result, else its answer to a query, which needs a worker. Whoever asks gets an
 * answer or nothing within a bound; visibility knows the rest.
 */
public final class Reports implements AutoCloseable {
    private static final int AT_A_TIME = 8;

    private final Server server;
    private final Duration patience;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, task -> {
        Thread thread = new Thread(task, "reports");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience for a query; without a worker the server itself would only give up after half a minute */
    public Reports(Server server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** What is known about a project from itself; empty where nobody answers. */
    public Optional<ProjectReport> of(ProjectRow row) {
        return settle(ask(row));
    }

    /** The same, without waiting: several can be asked at a time. */
    public CompletableFuture<Optional<ProjectReport>> ask(ProjectRow row) {
        return CompletableFuture.supplyAsync(() -> fetch(row), threads);
    }

    /** Waits for an answer, but not for ever. */
    public Optional<ProjectReport> settle(CompletableFuture<Optional<ProjectReport>> asked) {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Why a failed project failed, by its history; needs no worker. Empty for one that has not failed. */
    public String failure(ProjectRow row) {
        if (row.closedAt() == null || row.state() == RunState.COMPLETED) {
            return "";
        }
        try {
            stub(row).getResult(patience.toMillis(), TimeUnit.MILLISECONDS, ProjectReport.class);
            return "";
        } catch (WorkflowException e) {
            return e.getCause() instanceof TemporalFailure cause ? words(cause) : "";
        } catch (TimeoutException e) {
            return "";
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Optional<ProjectReport> fetch(ProjectRow row) {
        if (row.closedAt() != null) {
            try {
                return Optional.of(
                        stub(row).getResult(patience.toMillis(), TimeUnit.MILLISECONDS, ProjectReport.class));
            } catch (WorkflowException | TimeoutException e) {
                // One that failed has no result; its query still answers.
                return query(row);
            }
        }
        return query(row);
    }

    private Optional<ProjectReport> query(ProjectRow row) {
        try {
            return Optional.ofNullable(stub(row).query("report", ProjectReport.class));
        } catch (WorkflowException e) {
            return Optional.empty();
        }
    }

    private WorkflowStub stub(ProjectRow row) {
        return server.client().newUntypedWorkflowStub(row.workflowId(), Optional.of(row.runId()), Optional.empty());
    }

    private static String words(TemporalFailure failure) {
        String original = failure.getOriginalMessage();
        return original == null ? "" : original;
    }
}
