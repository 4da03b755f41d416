package dev.slipway.sandbox.fault;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault and how far it has come.
 *
 * @param seen requests that it was about
 * @param hits those that it happened to
 * @param due for a periodic fault, when the next one is hit
 */
record PlannedFault(
        Fault fault, long seen, long hits, @Nullable Instant due) {
    /** What has become of a planned fault. */
    enum State {
        WAITING,
        ACTIVE,
        OVER
    }

    static PlannedFault fresh(Fault fault) {
        return new PlannedFault(
                fault, 0, 0, fault.every() == null ? null : fault.starts().plus(fault.every()));
    }

    State state(Instant now) {
        Integer times = fault.times();
        Instant until = fault.until();
        if ((times != null && hits >= times) || (until != null && !now.isBefore(until))) {
            return State.OVER;
        }
        return now.isBefore(fault.starts()) ? State.WAITING : State.ACTIVE;
    }

    PlannedFault sawOne() {
        return new PlannedFault(fault, seen + 1, hits, due);
    }

    PlannedFault hitOne() {
        return new PlannedFault(fault, seen, hits + 1, due);
    }

    /** The period begins anew. */
    PlannedFault dueAfter(Instant now) {
        Duration every = fault.every();
        return every == null ? this : new PlannedFault(fault, seen, hits, now.plus(every));
    }

    boolean isDue(Instant now) {
        return due == null || !now.isBefore(due);
    }
}
