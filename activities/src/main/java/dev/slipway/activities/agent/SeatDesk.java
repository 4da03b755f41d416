package dev.slipway.activities.agent;

import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunBegun;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;

/** Where a host asks whether an agent may start, and says what it used. */
public interface SeatDesk {
    /**
     * Whether a run may start now. Waits where the pool can't be reached.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code UNAVAILABLE} where it can't be for long
     */
    RunAnswer mayRun(RunQuestion question) throws InterruptedException;

    /** The run that shows whether a limit is over has begun; best effort. */
    void begun(CanaryBegun begun);

    /** A run has begun, of which the pool wants to hear; best effort. */
    void begun(RunBegun begun);

    /**
     * Tells what a run used. Waits where the pool can't be reached.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code UNAVAILABLE} where it can't be for long: the caller keeps the
     *     settlement, and tries again
     */
    void settle(RunSettled settled) throws InterruptedException;
}
