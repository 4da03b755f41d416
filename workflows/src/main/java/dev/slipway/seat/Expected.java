package dev.slipway.seat;

import java.math.BigDecimal;

/**
 * What is expected of a run.
 *
 * @param likely its estimate
 * @param most as much as any run of its kind has used
 * @param usualUsd a run that keeps to a limit may be allowed a multiple of this
 * @param keepsToLimit whether it ends at the dollars that it is told
 */
record Expected(Spent likely, Spent most, BigDecimal usualUsd, boolean keepsToLimit) {
    /** Set aside where the run can't be held to less: of dollars only where it can't be told. */
    Spent cautious(BigDecimal usd) {
        return new Spent(keepsToLimit ? usd : most.costUsd(), most.tokens(), likely.estimated());
    }
}
