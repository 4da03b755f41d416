package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.SeatId;

/**
 * Update: a person blocks a seat, lifts a block, or resumes a seat whose limit is over.
 *
 * @param why for the others; may be empty
 * @param by who, for the record
 */
public record SteerSeat(SeatId seat, Kind kind, String why, String by) {
    /** Name of the update at the pool. */
    public static final String UPDATE = "steerSeat";

    /** What is asked. */
    public enum Kind {
        BLOCK,
        UNBLOCK,
        /** Tries now whether a limit is over. */
        RESUME
    }

    public SteerSeat {
        requireNonNull(seat, "seat is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(why, "why is null");
        requireNonNull(by, "by is null");
    }
}
