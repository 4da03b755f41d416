package dev.slipway.change;

import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.failure.RefusedBy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an activity failed, in our vocabulary.
 *
 * @param type null for a time-out
 * @param until when a rate limit ends; null where it is none or names no time
 * @param message for people
 * @param response which answer of GitHub's refused, where one did
 */
record CallFailure(
        @Nullable FailureType type,
        @Nullable Instant until,
        String message,
        @Nullable String response) {

    static CallFailure of(TemporalFailure failure) {
        Throwable cause =
                failure instanceof ActivityFailure && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CanceledFailure cancelled) {
            throw cancelled;
        }
        if (cause instanceof TimeoutFailure timeout) {
            // An activity that was tried several times says why the last try failed.
            if (timeout.getCause() instanceof ApplicationFailure last) {
                return of(last);
            }
            return new CallFailure(null, null, "no answer in time (" + timeout.getTimeoutType() + ")", null);
        }
        if (cause instanceof ApplicationFailure application) {
            return of(application);
        }
        return new CallFailure(FailureType.INTERNAL, null, String.valueOf(cause.getMessage()), null);
    }

    private static CallFailure of(ApplicationFailure failure) {
        FailureType type = typeOf(failure.getType()).orElse(FailureType.INTERNAL);
        return new CallFailure(
                type,
                type == FailureType.ACCOUNT_RATE_LIMITED ? limitEnd(failure) : null,
                failure.getOriginalMessage(),
                response(type, failure));
    }

    private static Optional<FailureType> typeOf(@Nullable String name) {
        for (FailureType type : FailureType.values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Instant limitEnd(ApplicationFailure failure) {
        if (failure.getDetails() == null || failure.getDetails().getSize() == 0) {
            return null;
        }
        RateLimited limit = failure.getDetails().get(0, RateLimited.class);
        return limit == null ? null : limit.until();
    }

    /** A worker that an earlier version runs says nothing of it, nor does one that did not ask GitHub. */
    private static @Nullable String response(FailureType type, ApplicationFailure failure) {
        int place = switch (type) {
            case ACCOUNT_RATE_LIMITED -> 1;
            case ACCOUNT_UNAUTHORIZED, ACCOUNT_SUSPENDED, ACCOUNT_FORBIDDEN -> 0;
            default -> Integer.MAX_VALUE;
        };
        if (failure.getDetails() == null || failure.getDetails().getSize() <= place) {
            return null;
        }
        RefusedBy by = failure.getDetails().get(place, RefusedBy.class);
        return by == null ? null : by.response();
    }

    boolean timedOut() {
        return type == null;
    }

    boolean is(FailureType other) {
        return type == other;
    }
}
