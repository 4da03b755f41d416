package dev.slipway.sandbox.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, with which requests, and when.
 *
 * @param id its name while it is planned, such as {@code f3}
 * @param user only requests of this user; null for everybody's
 * @param share what share of the requests that fit is hit, above 0 and up to 1
 * @param times how many are hit at most; null for no end
 * @param every one request is hit each time that this has passed; null to go by the share alone
 * @param seed decides which requests are hit: the same seed and the same requests, the same hits
 * @param starts nothing is hit before
 * @param until nothing is hit from then on; null for no end
 * @param profile the profile that it belongs to
 */
record Fault(
        String id,
        FaultKind kind,
        FaultRoute route,
        @Nullable String user,
        double share,
        @Nullable Integer times,
        @Nullable Duration every,
        long seed,
        Instant starts,
        @Nullable Instant until,
        @Nullable String profile,
        FaultSettings settings) {

    Fault {
        requireNonNull(id, "id is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(route, "route is null");
        requireNonNull(starts, "starts is null");
        requireNonNull(settings, "settings is null");
    }

    Fault named(String newId) {
        return new Fault(newId, kind, route, user, share, times, every, seed, starts, until, profile, settings);
    }

    /** Whether a request is one of those that it is about. */
    boolean fits(Sighting request) {
        return kind.fits(request, settings)
                && route.matches(request)
                && (user == null || request.caller().is(user));
    }

    /** Whether it takes turns with the others of its profile. */
    boolean takesTurnsWith(Fault other) {
        return every != null && other.every != null && profile != null && profile.equals(other.profile);
    }
}
