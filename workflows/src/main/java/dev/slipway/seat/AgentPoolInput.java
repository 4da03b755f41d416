package dev.slipway.seat;

import org.jspecify.annotations.Nullable;

/**
 * Input of the pool.
 *
 * @param carried state of the run before, after continue-as-new; null at the first start
 * @param answersPerRun after so many answers it continues as new even if the server does not suggest it; 0 for never
 */
public record AgentPoolInput(@Nullable CarriedSeats carried, int answersPerRun) {
    public static final AgentPoolInput FIRST = new AgentPoolInput(null, 0);
}
