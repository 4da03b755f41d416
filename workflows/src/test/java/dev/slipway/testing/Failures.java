package dev.slipway.testing;

import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;

/** What activities throw. */
public final class Failures {

    private Failures() {}

    public static ApplicationFailure of(FailureType type, String message) {
        return type.retryable()
                ? ApplicationFailure.newFailure(message, type.name())
                : ApplicationFailure.newNonRetryableFailure(message, type.name());
    }

    public static ApplicationFailure rateLimited(Instant until) {
        return ApplicationFailure.newNonRetryableFailure(
                "API rate limit exceeded",
                FailureType.ACCOUNT_RATE_LIMITED.name(),
                new RateLimited(until, until == null));
    }
}
