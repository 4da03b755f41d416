package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.agent.Billing;
import dev.slipway.run.SeatId;

/**
 * A seat as a worker has it.
 *
 * @param maxRuns at most so many projects at a time; 0 for no bound
 * @param guess what a run is taken to use before there is a history of its kind
 * @param keepsToLimit whether its runs end at the dollars that they are told
 */
public record AnnouncedSeat(SeatId seat, Billing billing, int maxRuns, Spent guess, boolean keepsToLimit) {
    public AnnouncedSeat {
        requireNonNull(seat, "seat is null");
        requireNonNull(billing, "billing is null");
        requireNonNull(guess, "guess is null");
    }
}
