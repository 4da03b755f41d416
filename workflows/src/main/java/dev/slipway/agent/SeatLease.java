package dev.slipway.agent;

import static java.util.Objects.requireNonNull;

import dev.slipway.run.SeatId;

/**
 * The right to run agents on a seat, with quota and budget for the next run reserved. It is kept over all agent runs of a
 * change; whether a run may start is asked for each.
 *
 * @param requester workflow id of its holder
 * @param fence grows with every lease that the pool grants
 */
public record SeatLease(String requester, SeatId seat, Billing billing, long fence) {
    public SeatLease {
        requireNonNull(requester, "requester is null");
        requireNonNull(seat, "seat is null");
        requireNonNull(billing, "billing is null");
    }
}
