package dev.slipway.seat;

import dev.slipway.agent.Billing;
import dev.slipway.run.SeatId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seat in the pool's state.
 *
 * @param leases projects that have it now
 * @param maxRuns at most so many; 0 for no bound
 * @param uses runs that were settled
 * @param because what stopped it; null while it is ready
 * @param until when it wakes by itself; null where it does not
 * @param said the agent's or a person's words; empty while it is ready
 */
public record SeatState(
        SeatId seat,
        Billing billing,
        SeatPhase phase,
        int leases,
        int maxRuns,
        long uses,
        FailoverRules.@Nullable Cause because,
        @Nullable Instant until,
        String said) {}
