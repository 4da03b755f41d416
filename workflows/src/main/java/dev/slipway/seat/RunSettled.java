package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool, straight from the host that ran an agent: how the run ended and what it used. Counted once for each
 * lease, step and session, however often it is sent.
 *
 * @param step name of the step in its run
 * @param session number of the workspace session in which it ran
 * @param until when a limit ends, where the provider said so
 * @param lostRuns how often the step ran before on hosts that were lost with it: each counts as its estimate
 * @param said the agent's own error in one line, for people
 */
public record RunSettled(
        SeatLease lease,
        String step,
        long session,
        WorkKind kind,
        AgentOutcome outcome,
        @Nullable Instant until,
        Spent spent,
        int lostRuns,
        String said) {
    public RunSettled {
        requireNonNull(lease, "lease is null");
        requireNonNull(step, "step is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(spent, "spent is null");
    }
}
