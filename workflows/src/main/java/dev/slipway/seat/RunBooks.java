package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.pool.PoolEvents;
import dev.slipway.run.AgentName;
import dev.slipway.run.Priority;
import dev.slipway.seat.CarriedSeats.Held;
import dev.slipway.seat.Meters.Wanted;
import java.time.Instant;
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
        settlements = new Settlements(before.settled(), before.lost());
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

    /**
     * What a run of a seat would take.
     *
     * @param waiting how many wait for a seat, quota or budget
     * @param contended meters on which a request that came earlier waits
     */
    Wanted wanted(
            PooledSeat seat, SeatRequest request, SeatLease lease, WorkKind kind, int waiting, Set<String> contended) {
        AnnouncedSeat announced = seat.announced();
        return new Wanted(
                purse(request, lease, kind),
                estimates.of(seat.id().agent(), kind, announced.guess(), announced.keepsToLimit()),
                waiting,
                contended);
    }

    /** Counts what a run used, and what was used by those of the step that were lost with their hosts. */
    void count(RunSettled settled, @Nullable Held held, Instant now) {
        SeatLease lease = settled.lease();
        AgentName agent = lease.seat().agent();
        Spent guess =
                seats.find(lease.seat()).map(seat -> seat.announced().guess()).orElse(Spent.NOTHING);
        Spent all = settled.spent();
        Spent estimate = estimates.of(agent, settled.kind(), guess, true).likely();
        for (int lost = settlements.lost(settled); lost > 0; lost--) {
            all = all.plus(estimate);
        }
        boolean fromReserve = held != null && held.reservation().reserve();
        Priority priority = held == null ? Priority.MEDIUM : held.asked().priority();
        Purse purse =
                new Purse(lease.requester(), lease.billing(), settled.kind().category(), priority);
        meters.use(purse, held == null ? all.beyond(settlements.counted(lease.fence())) : all, fromReserve, now);
        // One that was cut short tells nothing of what such a run takes, but that it takes more than it was told.
        if (settled.outcome() == AgentOutcome.SPEND_LIMIT) {
            estimates.learnFromCut(agent, settled.kind(), settled.spent(), guess);
        } else if (settled.outcome().worked()) {
            estimates.learn(agent, settled.kind(), settled.spent());
        }
        tellAlerts(now);
    }

    /** Nobody said how a run ended: it counts as what it was expected to use. */
    void lost(Held held, Instant now) {
        countLost(held, 1, now);
        events.add(
                now, "LOST", "seat/" + held.lease().seat(), null, held.asked().requester() + " never settled its run");
    }

    /** A lease is given back after runs under it were lost with their hosts: each counts as its estimate. */
    void lost(Held held, int runs, Instant now) {
        if (runs > 0) {
            countLost(held, runs, now);
        }
    }

    /** What its host still says of it later counts only where it is more. */
    private void countLost(Held held, int runs, Instant now) {
        Reservation reservation = held.reservation();
        Spent all = reservation.estimate();
        for (int more = runs; more > 1; more--) {
            all = all.plus(reservation.estimate());
        }
        meters.use(reservation.purse(), all, reservation.reserve(), now);
        settlements.countedAsLost(held.lease().fence(), all);
        tellAlerts(now);
    }

    private void tellAlerts(Instant now) {
        meters.alerts()
                .forEach((name, percent) ->
                        events.add(now, "ALERT", "budget/" + name, null, "more than " + percent + " % is used"));
    }
}
