package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps content-creating requests of one GitHub user apart in this process. What keeps them apart over all workers are
 * the pool's write slots; this is the second line, for clocks that differ and calls that need more writes than slots.
 */
public final class WritePacing {
    /** Slots are granted shortly before they are due; a longer wait means that the clocks differ. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Duration spacing;
    private final Map<String, Instant> last = new HashMap<>();

    /** Keeps the starts of two writes of a user at least so far apart. */
    public WritePacing(Duration spacing) {
        this.spacing = spacing;
    }

    /**
     * Waits for this user's turn, at most {@code notBefore} or some seconds more.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code UNAVAILABLE} when interrupted: the worker stops
     */
    public void await(String login, Instant notBefore) {
        Instant now = Instant.now();
        Duration wait = Duration.between(now, reserve(login, notBefore, now));
        if (wait.isNegative() || wait.isZero()) {
            return;
        }
        try {
            Thread.sleep(wait.toMillis() + 1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.of(FailureType.UNAVAILABLE, "The worker stopped while it waited for a write slot");
        }
    }

    /** Takes the next free moment of a user. */
    synchronized Instant reserve(String login, Instant notBefore, Instant now) {
        Instant latest = now.plus(LONGEST_WAIT);
        Instant at = notBefore.isBefore(now) ? now : notBefore.isAfter(latest) ? latest : notBefore;
        Instant before = last.get(login);
        if (before != null && before.plus(spacing).isAfter(at)) {
            at = before.plus(spacing);
        }
        last.put(login, at);
        return at;
    }
}
