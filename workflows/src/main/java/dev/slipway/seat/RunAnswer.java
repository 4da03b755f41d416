package dev.slipway.seat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link RunQuestion}.
 *
 * @param allowed where not, the lease is over and its holder asks for another
 * @param canary whether this run shows that a limit is over: the pool is told when it has begun
 * @param reason for people, where it may not
 * @param mostUsd what the budgets have left for this run; null without a bound, as for subscriptions
 */
public record RunAnswer(
        boolean allowed,
        boolean canary,
        String reason,
        @Nullable BigDecimal mostUsd) {}
