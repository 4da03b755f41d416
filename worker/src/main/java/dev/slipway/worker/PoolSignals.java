package dev.slipway.worker;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.WriteTurn;
import dev.slipway.activities.github.PoolReports;
import dev.slipway.activities.github.PoolTurns;
import dev.slipway.run.WorkflowIds;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the account pool what this worker hears from GitHub, by signals of the worker's own: no project's history grows by
 * it. In order, and beside the calls that heard it. Asks it for write slots where one was missed.
 */
final class PoolSignals implements PoolReports, PoolTurns, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PoolSignals.class);

    /** A pool that takes longer is left to the workflow, which waits for it without keeping a worker busy. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    private static final WriteTurn NOT_NOW = new WriteTurn(Duration.ZERO, false, null);
    /** A workflow takes ten updates at a time, of all workers. */
    private static final int ASKED_AT_ONCE = 3;

    private final WorkflowClient client;
    private final ExecutorService asker = Executors.newFixedThreadPool(ASKED_AT_ONCE, work -> {
        Thread thread = new Thread(work, "pool-turns");
        thread.setDaemon(true);
        return thread;
    });
    private final ExecutorService sender = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "pool-signals");
        thread.setDaemon(true);
        return thread;
    });

    PoolSignals(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public void allowance(AllowanceReport report) {
        send(() -> pool().allowance(report));
    }

    @Override
    public void trouble(AccountTrouble trouble) {
        send(() -> pool().trouble(trouble));
    }

    @Override
    public Optional<WriteTurn> next(AccountName account) {
        Future<WriteTurn> asked = asker.submit(() -> pool().writeTurn(account));
        try {
            return Optional.of(asked.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            asked.cancel(true);
            log.warn("the account pool gave no write slot; the project asks for it again: {}", e.toString());
            return Optional.of(NOT_NOW);
        } catch (InterruptedException stopping) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of(NOT_NOW);
        }
    }

    private AccountPoolWorkflow pool() {
        return client.newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);
    }

    private void send(Runnable signal) {
        if (!sender.isShutdown()) {
            sender.execute(() -> {
                try {
                    signal.run();
                } catch (RuntimeException e) {
                    // The project that met it tells the pool too; an allowance is told again soon.
                    log.debug("the account pool could not be told: {}", e.getMessage());
                }
            });
        }
    }

    @Override
    public void close() {
        sender.shutdown();
        asker.shutdownNow();
    }
}
