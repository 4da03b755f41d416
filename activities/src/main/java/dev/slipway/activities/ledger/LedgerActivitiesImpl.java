package dev.slipway.activities.ledger;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LedgerActivities;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.Recorded;
import dev.slipway.ledger.RunRecord;
import java.util.function.IntSupplier;

/** Writes to the ledger; one that is away is tried again by Temporal, what it refuses is not. */
public final class LedgerActivitiesImpl implements LedgerActivities {
    private final LedgerWriter writer;

    public LedgerActivitiesImpl(Ledger ledger) {
        this.writer = new LedgerWriter(ledger);
    }

    @Override
    public Recorded record(RunRecord run) {
        return written(() -> writer.record(run));
    }

    @Override
    public Recorded decided(Decision decision) {
        return written(() -> writer.decided(decision));
    }

    @Override
    public Recorded limitMet(LimitMet limit) {
        return written(() -> writer.limitMet(limit));
    }

    private static Recorded written(IntSupplier writing) {
        try {
            return new Recorded(writing.getAsInt());
        } catch (LedgerTroubleException e) {
            throw Failures.of(e.lasting() ? FailureType.INTERNAL : FailureType.UNAVAILABLE, e.getMessage());
        }
    }
}
