package dev.slipway.seat;

import dev.slipway.run.WaitReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why something can't be granted now.
 *
 * @param cause null where no other place helps
 * @param until when that changes by itself; null where it does not
 */
record Denial(
        WaitReason waitsFor,
        FailoverRules.@Nullable Cause cause,
        String reason,
        @Nullable Instant until) {}
