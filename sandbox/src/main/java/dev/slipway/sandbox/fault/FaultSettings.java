package dev.slipway.sandbox.fault;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What only some kinds know; absent where the kind does not know it.
 *
 * @param status the status to answer with; absent also where the kind has only one
 * @param delay how long an answer takes
 * @param resetsAt when a limit ends
 * @param at where a transport is cut
 */
record FaultSettings(
        @Nullable Integer status,
        @Nullable RetryAfter retryAfter,
        @Nullable Duration delay,
        @Nullable Instant resetsAt,
        @Nullable CutAt at) {

    RetryAfter retryAfterOr(RetryAfter otherwise) {
        return retryAfter == null ? otherwise : retryAfter;
    }

    int statusOr(int otherwise) {
        return status == null ? otherwise : status;
    }
}
