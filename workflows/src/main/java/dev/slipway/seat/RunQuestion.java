package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Query to the pool, before an agent starts: may it?
 *
 * @param askedAt the asker's time, since a query only knows when the pool changed last; null for that
 */
public record RunQuestion(
        SeatLease lease, WorkKind kind, @Nullable Instant askedAt) {}
