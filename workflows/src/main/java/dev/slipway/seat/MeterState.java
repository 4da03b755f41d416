package dev.slipway.seat;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget or a window, for {@code usage}.
 *
 * @param name such as {@code usd/day}, {@code tokens/batch/night} or {@code tokens/testing/hour}
 * @param cap null where it is only counted
 * @param left of the cap, what is reserved for runs under way taken off; null without a cap
 * @param resetsAt when it is empty again by itself; null where it never is
 * @param forecast when the cap is reached if it goes on like this; null where that is not before it resets
 * @param setBy who changed the cap while it runs; null where configuration says it
 */
public record MeterState(
        String name,
        Unit unit,
        @Nullable BigDecimal cap,
        BigDecimal used,
        BigDecimal reserved,
        @Nullable BigDecimal left,
        @Nullable Instant resetsAt,
        @Nullable Instant forecast,
        @Nullable String setBy) {}
