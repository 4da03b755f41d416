package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkCategory;
import dev.slipway.seat.CarriedSeats.Held;
import java.time.Instant;
import java.util.Set;

/** Whether a run may start under a lease, and that it does. */
record RunStarts(Seats seats, SeatLeases leases, Meters meters) {
    /**
     * Changes nothing: what a run may cost was decided, and set aside, when its lease was granted or went on.
     *
     * @param contended windows on which a request waits that came earlier
     */
    RunAnswer may(RunQuestion question, Set<String> contended, Instant now) {
        SeatLease lease = question.lease();
        Held held = leases.find(lease).orElse(null);
        if (held == null) {
            return RunAnswer.no("the lease of " + lease.seat() + " is over");
        }
        Instant asked = question.askedAt();
        Instant at = asked == null || asked.isBefore(now) ? now : asked;
        WorkCategory category = question.kind().category();
        if (!meters.mayBegin(held.reservation(), category, contended, at)) {
            return RunAnswer.no("the windows of " + category + " are used up");
        }
        if (meters.isOverdrawn(held.reservation(), at)) {
            return RunAnswer.no("other runs used what was set aside for this one");
        }
        boolean canary = seats.find(lease.seat())
                .map(seat -> seat.isCanary(lease.fence()))
                .orElse(false);
        return new RunAnswer(true, canary, "", held.reservation().mostUsd(), meters.hasWindows(category));
    }

    /** It counts in the windows of what it is, whatever its lease was granted for. */
    void begun(RunBegun begun, Instant now) {
        leases.find(begun.lease())
                .ifPresent(held -> leases.put(new Held(
                        held.asked(),
                        held.lease(),
                        held.expiresAt(),
                        meters.begun(held.reservation(), begun.kind().category(), now))));
    }
}
