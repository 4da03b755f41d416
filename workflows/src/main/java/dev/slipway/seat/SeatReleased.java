package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

/**
 * Signal to the pool: what a request was granted is given back, with what was reserved; one that still waits is
 * withdrawn.
 *
 * @param request number of the request; older ones of the requester are meant too
 */
public record SeatReleased(String requester, long request) {
    public SeatReleased {
        requireNonNull(requester, "requester is null");
    }
}
