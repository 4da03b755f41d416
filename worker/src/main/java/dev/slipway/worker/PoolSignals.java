package dev.slipway.worker;

import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.activities.github.PoolReports;
import dev.slipway.run.WorkflowIds;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the account pool what this worker hears from GitHub, by signals of the worker's own: no project's history grows by
 * it. In order, and beside the calls that heard it.
 */
final class PoolSignals implements PoolReports, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PoolSignals.class);

    private final WorkflowClient client;
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
    }
}
