package dev.slipway.ledger;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Writing to the ledger, on {@code slipway-github}. Whatever is written twice is there once, so each may be retried until
 * the ledger answers; see {@link LedgerPen} for how a workflow does that.
 */
@ActivityInterface(namePrefix = "Ledger.")
public interface LedgerActivities {
    /** A run that is over, with its steps. */
    @ActivityMethod(name = "Record")
    Recorded record(RunRecord run);

    /** What a person decided. */
    @ActivityMethod(name = "Decided")
    Recorded decided(Decision decision);

    /** A limit that was met, or a block, or its end. */
    @ActivityMethod(name = "LimitMet")
    Recorded limitMet(LimitMet limit);
}
