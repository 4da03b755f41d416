package dev.slipway.failure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Detail of an {@link FailureType#ACCOUNT_RATE_LIMITED} failure.
 *
 * @param until when the other side said that it can go on; null where it named no time
 * @param secondary whether it was a secondary limit
 */
public record RateLimited(@Nullable Instant until, boolean secondary) {}
