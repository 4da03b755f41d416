package dev.slipway.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write slot for one who missed the one that was reserved for it, or needs more than were.
 *
 * @param in how long to wait for it from now on: told so, and not as a time, since clocks differ
 * @param reserved false where that is longer than {@link #LONGEST}: then its workflow waits for a slot, and no worker
 * @param limitedUntil the user is limited by GitHub until then and must not write at all; null when it is not
 */
public record WriteTurn(
        Duration in, boolean reserved, @Nullable Instant limitedUntil) {
    /** Name of the update at the pool. Workers ask by it; its argument is the account. */
    public static final String UPDATE = "writeTurn";

    /** So long a worker's call may wait for a turn. */
    public static final Duration LONGEST = Duration.ofSeconds(10);
}
