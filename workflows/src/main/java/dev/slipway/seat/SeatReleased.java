package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: what a request was granted is given back, with what was reserved; one that still waits is
 * withdrawn.
 *
 * @param request number of the request; older ones of the requester are meant too
 * @param lostRuns how many runs under it were lost with their hosts, and settled by nobody; null for none
 */
public record SeatReleased(
        String requester, long request, @Nullable Integer lostRuns) {
    public SeatReleased {
        requireNonNull(requester, "requester is null");
    }
}
