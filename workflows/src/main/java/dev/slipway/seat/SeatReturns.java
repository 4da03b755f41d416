package dev.slipway.seat;

import dev.slipway.pool.PoolEvents;
import java.time.Instant;
import java.util.function.Supplier;

/** Tells of seats that come back from a limit: first to one run, then to all. */
record SeatReturns(PoolEvents events) {
    /** Does something that may bring a seat back, and tells where it did. */
    <T> T around(PooledSeat seat, Instant at, Supplier<T> change) {
        SeatPhase before = seat.phase();
        T result = change.get();
        SeatPhase after = seat.phase();
        String subject = "seat/" + seat.id();
        if (before == SeatPhase.PARKED && after == SeatPhase.PROBING) {
            events.add(at, "WOKEN", subject, null, "one run tries whether the limit is over");
        } else if (before == SeatPhase.PROBING && (after == SeatPhase.RAMPING || after == SeatPhase.READY)) {
            events.add(at, "RETURNED", subject, null, "the limit is over: the others follow");
        }
        return result;
    }
}
