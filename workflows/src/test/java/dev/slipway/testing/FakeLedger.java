package dev.slipway.testing;

import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LedgerActivities;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.Recorded;
import dev.slipway.ledger.RunRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The ledger as far as a workflow sees it. A test sets what happens before something is written. */
public final class FakeLedger implements LedgerActivities {
    public final List<RunRecord> runs = new CopyOnWriteArrayList<>();
    public final List<Decision> decisions = new CopyOnWriteArrayList<>();
    public final List<LimitMet> limits = new CopyOnWriteArrayList<>();

    public volatile Consumer<Object> onWrite = written -> {};

    @Override
    public Recorded record(RunRecord run) {
        onWrite.accept(run);
        runs.add(run);
        return new Recorded(1);
    }

    @Override
    public Recorded decided(Decision decision) {
        onWrite.accept(decision);
        decisions.add(decision);
        return new Recorded(1);
    }

    @Override
    public Recorded limitMet(LimitMet limit) {
        onWrite.accept(limit);
        limits.add(limit);
        return new Recorded(1);
    }
}
