package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;

/** Query to the pool, before an agent starts: may it? */
public record RunQuestion(SeatLease lease, WorkKind kind) {}
