package dev.slipway.testing;

import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.failure.RefusedBy;
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

    /** With which answer of GitHub's it was. */
    public static ApplicationFailure forbidden(String message, String response) {
        return ApplicationFailure.newNonRetryableFailure(
                message, FailureType.ACCOUNT_FORBIDDEN.name(), new RefusedBy(response));
    }

    public static ApplicationFailure rateLimited(Instant until) {
        return ApplicationFailure.newNonRetryableFailure(
                "API rate limit exceeded",
                FailureType.ACCOUNT_RATE_LIMITED.name(),
                new RateLimited(until, until == null));
    }
}
