package dev.slipway.starter.run;

import dev.slipway.account.AccountPoolState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** What the account pool knows: accounts and workers, as workers announced them. */
public final class Pool {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Server server;

    public Pool(Server server) {
        this.server = server;
    }

    /** Its state; empty where there is no pool or no worker that answers for it within {@code patience}. */
    public Optional<AccountPoolState> state(Duration patience) {
        CompletableFuture<Optional<AccountPoolState>> asked = CompletableFuture.supplyAsync(this::query);
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The first state that is as wanted, or the last one seen when the time is over. */
    public Optional<AccountPoolState> await(Predicate<AccountPoolState> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<AccountPoolState> last = Optional.empty();
        while (System.nanoTime() < deadline) {
            Optional<AccountPoolState> state = state(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            if (state.filter(wanted).isPresent()) {
                return state;
            }
            last = state.isPresent() ? state : last;
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return last;
            }
        }
        return last;
    }

    private Optional<AccountPoolState> query() {
        try {
            return Optional.ofNullable(server.client()
                    .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                    .query("state", AccountPoolState.class));
        } catch (WorkflowException e) {
            return Optional.empty();
        }
    }
}
