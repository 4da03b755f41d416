package dev.slipway.seat;

import dev.slipway.agent.SeatLease;

/**
 * Signal to the pool: the run that shows whether a limit is over has begun.
 *
 * @param answered whether its model has said something: the limit is over then
 */
public record CanaryBegun(SeatLease lease, boolean answered) {}
