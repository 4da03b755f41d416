package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set aside for a run.
 *
 * @param estimate what it is expected to use; a run that is lost counts as that
 * @param reserve whether it comes from the emergency reserve, in tokens, and out of no budget
 * @param aside so much of each budget; null for the estimate
 * @param thin budgets of which only the estimate is set aside, since they have no more left; null for none
 * @param mostUsd what the run is told that it may cost, all of which is set aside; null without a bound
 * @param runs in whose windows the estimate is set aside; null while nothing is going to run
 * @param counted whether the windows count the start of the next run already
 */
record Reservation(
        Purse purse,
        Spent estimate,
        boolean reserve,
        @Nullable Spent aside,
        @Nullable List<String> thin,
        @Nullable BigDecimal mostUsd,
        @Nullable WorkCategory runs,
        boolean counted) {

    /** How much of a budget. */
    Spent of(Budget budget) {
        return aside == null || isThin(budget) ? estimate : aside;
    }

    boolean isThin(Budget budget) {
        return thin != null && thin.contains(budget.name());
    }

    /** In a category's windows, for a run that begins there; {@code null} for none. */
    Reservation in(@Nullable WorkCategory category, boolean isCounted) {
        return new Reservation(purse, estimate, reserve, aside, thin, mostUsd, category, isCounted);
    }
}
