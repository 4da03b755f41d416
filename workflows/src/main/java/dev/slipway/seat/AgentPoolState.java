package dev.slipway.seat;

import dev.slipway.pool.PoolEvent;
import dev.slipway.run.AgentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows, for {@code seat list}, {@code usage}.
 *
 * @param defaultAgent what runs where work names no agent; null where no worker has announced one
 * @param meters budgets and windows
 * @param waiting requests that wait for a seat, quota or budget
 * @param events what happened lately, oldest first
 */
public record AgentPoolState(
        List<SeatState> seats,
        @Nullable AgentName defaultAgent,
        List<MeterState> meters,
        int waiting,
        PoolRules rules,
        List<PoolEvent> events) {
    public AgentPoolState {
        seats = List.copyOf(seats);
        meters = List.copyOf(meters);
        events = List.copyOf(events);
    }
}
