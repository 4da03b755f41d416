package dev.slipway.seat;

/** Where a seat is between a limit and its end. */
public enum SeatPhase {
    READY,
    /** A limit holds: nothing starts. */
    PARKED,
    /** The limit should be over: one run shows whether it is. */
    PROBING,
    /** It is over: the others start, more and more of them. */
    RAMPING,
    /** Refused, or blocked by a person, until somebody changes that. */
    BLOCKED
}
