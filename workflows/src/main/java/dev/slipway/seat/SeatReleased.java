package dev.slipway.seat;

import dev.slipway.agent.SeatLease;

/** Signal to the pool: the seat is given back, and what was reserved for a next run with it. */
public record SeatReleased(SeatLease lease) {}
