package dev.slipway.activities.github;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;

/** One call's turns to write: its reserved slots first, then whenever the user's pacing allows. */
final class WriteTurns {
    private final WritePacing pacing;
    private final AccountLease lease;
    private final Iterator<Instant> slots;
    private final Preparation preparation;
    private final WritePacing.Begin begin;

    /** What would take its time when the moment has come, such as fetching a token. */
    @FunctionalInterface
    interface Preparation {
        void run() throws IOException;
    }

    /** To be made when the call begins. */
    WriteTurns(WritePacing pacing, AccountLease lease, WriteSlots slots, Preparation preparation) {
        this.pacing = pacing;
        this.lease = lease;
        this.slots = slots.notBefore().iterator();
        this.preparation = preparation;
        this.begin = pacing.begin();
    }

    /** Waits for the next turn; to be called right before each content write. */
    void await() throws IOException {
        preparation.run();
        pacing.await(lease, begin, slots.hasNext() ? slots.next() : null);
    }
}
