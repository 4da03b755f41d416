package dev.slipway.starter.run;

import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.PoolSteered;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the agent pool knows, and what people tell it: seats, quotas, budgets. */
public final class SeatPool {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Server server;

    public SeatPool(Server server) {
        this.server = server;
    }

    /**
     * Its state.
     *
     * @throws CommandFailure where no worker answers for it
     */
    public AgentPoolState state() {
        try {
            return CompletableFuture.supplyAsync(this::query)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .orElseThrow(SeatPool::silent);
        } catch (TimeoutException | ExecutionException e) {
            throw silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent();
        }
    }

    private static CommandFailure silent() {
        return CommandFailure.failed("The agent pool does not answer: no worker runs. 'slipway up' starts one.");
    }

    private Optional<AgentPoolState> query() {
        try {
            return Optional.ofNullable(server.client()
                    .newUntypedWorkflowStub(WorkflowIds.AGENT_POOL)
                    .query("state", AgentPoolState.class));
        } catch (WorkflowException e) {
            return Optional.empty();
        }
    }

    /** Asks it for a change. */
    public PoolSteered ask(String update, Object asked) {
        return new Wheel(server).ask(WorkflowIds.AGENT_POOL, "the agent pool", update, PoolSteered.class, asked);
    }
}
