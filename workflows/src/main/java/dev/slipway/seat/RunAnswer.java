package dev.slipway.seat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link RunQuestion}.
 *
 * @param allowed where not, the lease is over and its holder asks for another
 * @param canary whether this run shows that a limit is over: the pool is told when it has begun
 * @param reason for people, where it may not
 * @param mostUsd what is set aside for this run, at which it has to end; null without a bound, as for subscriptions
 * @param tells whether the pool wants to hear when it begins: its windows count it then
 */
public record RunAnswer(
        boolean allowed,
        boolean canary,
        String reason,
        @Nullable BigDecimal mostUsd,
        boolean tells) {

    static RunAnswer no(String reason) {
        return new RunAnswer(false, false, reason, null, false);
    }
}
