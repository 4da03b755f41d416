package dev.slipway.seat;

import dev.slipway.seat.FailoverRules.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seat as it goes along through continue-as-new; its fields belong to {@link PooledSeat}.
 *
 * @param since when the phase began
 * @param canary fence of the lease that probes; 0 while there is none
 * @param granted since the ramp began
 */
public record CarriedSeat(
        AnnouncedSeat announced,
        SeatPhase phase,
        long uses,
        @Nullable Cause because,
        String said,
        @Nullable Instant until,
        Instant since,
        int strikes,
        long canary,
        @Nullable Instant canaryAt,
        @Nullable Instant begunAt,
        int granted) {}
