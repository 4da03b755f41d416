package dev.slipway.seat;

import dev.slipway.agent.SeatLease;

/** Signal to the pool: the run that shows whether a limit is over has begun. */
public record CanaryBegun(SeatLease lease) {}
