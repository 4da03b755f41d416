package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;

/** Signal to the pool, from the host that starts an agent, where {@link RunAnswer#tells} says so. */
public record RunBegun(SeatLease lease, WorkKind kind) {}
