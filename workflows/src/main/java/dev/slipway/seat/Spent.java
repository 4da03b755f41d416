package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What a run used, or is expected to use.
 *
 * @param costUsd dollars; by list price where the seat is a subscription
 * @param tokens that count against windows and budgets: input, output and cache writes; cache reads don't
 * @param estimated whether the dollars are a guess: neither the agent nor a list of prices gave them
 */
public record Spent(BigDecimal costUsd, long tokens, boolean estimated) {
    public static final Spent NOTHING = new Spent(BigDecimal.ZERO, 0, false);

    public Spent {
        requireNonNull(costUsd, "costUsd is null");
        if (!Amounts.isSane(costUsd) || tokens < 0) {
            // Not in its plain form, which may be too long to be written.
            throw new IllegalArgumentException("nothing that can be spent: " + costUsd + " USD, " + tokens + " tokens");
        }
    }

    /** The sum of both. */
    public Spent plus(Spent other) {
        return new Spent(costUsd.add(other.costUsd), tokens + other.tokens, estimated || other.estimated);
    }

    /** What is more than that. */
    Spent beyond(Spent counted) {
        return new Spent(
                costUsd.subtract(counted.costUsd).max(BigDecimal.ZERO),
                Math.max(0, tokens - counted.tokens),
                estimated);
    }
}
