package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.pool.PoolEvents;
import dev.slipway.run.Priority;
import dev.slipway.seat.CarriedSeats.Held;
import dev.slipway.seat.Meters.Reservation;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What runs are expected to use, and what they used. */
final class RunBooks {
    private final Seats seats;
    private final Meters meters;
    private final Estimates estimates;
    private final Settlements settlements;
    private final PoolEvents events;

    RunBooks(CarriedSeats before, Seats seats, Meters meters, PoolEvents events) {
        this.seats = seats;
        this.meters = meters;
        this.events = events;
        estimates = new Estimates(before.estimates());
        settlements = new Settlements(before.settled());
    }

    Estimates estimates() {
        return estimates;
    }

    Settlements settlements() {
        return settlements;
    }

    static Purse purse(SeatRequest request, SeatLease lease, WorkKind kind) {
        return new Purse(request.requester(), lease.billing(), kind.category(), request.priority());
    }

    /** Sets aside what the next run is expected to use; empty where there is no room. */
    Optional<Reservation> reserve(
            PooledSeat seat, SeatRequest request, SeatLease lease, WorkKind kind, Set<String> contended, Instant now) {
        return meters.reserve(purse(request, lease, kind), estimate(seat, kind), contended, now);
    }

    /** Why there is none. */
    Denial why(PooledSeat seat, SeatRequest request, SeatLease lease, Set<String> contended, Instant now) {
        return meters.why(purse(request, lease, request.kind()), estimate(seat, request.kind()), contended, now);
    }

    private Spent estimate(PooledSeat seat, WorkKind kind) {
        return estimates.of(seat.id().agent(), kind, seat.announced().guess());
    }

    /** Counts what a run used, and what was used by those of the step that were lost with their hosts. */
    void count(RunSettled settled, @Nullable Held held, Instant now) {
        SeatLease lease = settled.lease();
        Spent guess =
                seats.find(lease.seat()).map(seat -> seat.announced().guess()).orElse(Spent.NOTHING);
        Spent all = settled.spent();
        for (int lost = settlements.lost(settled); lost > 0; lost--) {
            all = all.plus(estimates.of(lease.seat().agent(), settled.kind(), guess));
        }
        boolean fromReserve = held != null && held.reservation().reserve();
        Priority priority = held == null ? Priority.MEDIUM : held.asked().priority();
        Purse purse =
                new Purse(lease.requester(), lease.billing(), settled.kind().category(), priority);
        meters.use(purse, all, fromReserve, now);
        // One that was cut short tells nothing of what such a run takes.
        if (settled.outcome().worked() && settled.outcome() != AgentOutcome.SPEND_LIMIT) {
            estimates.learn(lease.seat().agent(), settled.kind(), settled.spent());
        }
        tellAlerts(now);
    }

    /** Nobody said how a run ended: it counts as what it was expected to use. */
    void lost(Held held, Instant now) {
        Reservation reservation = held.reservation();
        meters.use(reservation.purse(), reservation.estimate(), reservation.reserve(), now);
        events.add(
                now, "LOST", "seat/" + held.lease().seat(), null, held.asked().requester() + " never settled its run");
        tellAlerts(now);
    }

    private void tellAlerts(Instant now) {
        meters.alerts()
                .forEach((name, percent) ->
                        events.add(now, "ALERT", "budget/" + name, null, "more than " + percent + " % is used"));
    }
}
