package dev.slipway.seat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run that shows whether a seat's limit is over.
 *
 * @param fence of its lease; 0 while there is none
 * @param grantedAt when it got the seat; null while there is none
 * @param begunAt when its agent was started; null before
 */
record Canary(
        long fence, @Nullable Instant grantedAt, @Nullable Instant begunAt) {
    static final Canary NONE = new Canary(0, null, null);

    /** One that ran for so long has met no limit: that would have come with its first request. */
    private static final Duration LIVES = Duration.ofSeconds(30);
    /** One that has not begun by then waits for a host, and another one goes first. */
    private static final Duration BEGINS = Duration.ofSeconds(90);

    static Canary granted(long fence, Instant now) {
        return new Canary(fence, now, null);
    }

    boolean isNone() {
        return fence == 0;
    }

    boolean is(long other) {
        return !isNone() && fence == other;
    }

    boolean hasBegun() {
        return !isNone() && begunAt != null;
    }

    /** The same, begun now unless it was before. */
    Canary begun(Instant now) {
        return begunAt == null ? new Canary(fence, grantedAt, now) : this;
    }

    boolean hasLived(Instant now) {
        return !isNone() && begunAt != null && !now.isBefore(begunAt.plus(LIVES));
    }

    boolean isLate(Instant now) {
        return !isNone() && begunAt == null && grantedAt != null && !now.isBefore(grantedAt.plus(BEGINS));
    }

    /** When it has lived, or is late; null while there is none. */
    @Nullable
    Instant changes() {
        if (isNone() || grantedAt == null) {
            return null;
        }
        return begunAt == null ? grantedAt.plus(BEGINS) : begunAt.plus(LIVES);
    }
}
