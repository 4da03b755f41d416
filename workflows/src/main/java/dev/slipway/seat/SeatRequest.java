package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.agent.WorkKind;
import dev.slipway.run.Priority;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: grant a seat, and reserve quota and budget for its first run.
 *
 * @param requester workflow id, which also says whose budgets these are; answered by signals {@code seatGranted} or {@code seatWaiting}
 * @param request number of the request at that requester; a repeated request is answered once
 * @param route places in the order in which they are wanted; empty for the installation's own
 * @param open whether the installation's own places follow
 * @param on what sends work to its next place; null: as the installation says
 * @param kind of the next run
 * @param runTime the longest time that a run, or the build after it, may take
 * @param holdsHostUntil so long it keeps the slot of a host while it waits; null where it has none
 */
public record SeatRequest(
        String requester,
        long request,
        List<SeatChoice> route,
        boolean open,
        @Nullable List<Cause> on,
        Priority priority,
        WorkKind kind,
        Duration runTime,
        @Nullable Instant holdsHostUntil) {
    public SeatRequest {
        requireNonNull(requester, "requester is null");
        route = List.copyOf(route);
        on = on == null ? null : List.copyOf(on);
        requireNonNull(priority, "priority is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(runTime, "runTime is null");
    }
}
