package dev.slipway.seat;

import dev.slipway.agent.SeatLease;

/** Signal from the pool: the answer to a {@link SeatRequest}. */
public record SeatGranted(long request, SeatLease lease) {}
