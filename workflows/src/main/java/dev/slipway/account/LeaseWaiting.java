package dev.slipway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signal from the pool: nothing can be granted now; the request keeps its place.
 *
 * @param reason for people: all blocked, no account can write to the owner, …
 * @param until the earliest return; null where none is known
 */
public record LeaseWaiting(
        long request, String reason, @Nullable Instant until) {}
