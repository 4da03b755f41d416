package dev.slipway.activities.github;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import java.time.Instant;
import java.util.Iterator;

/** One call's turns to write: its reserved slots first, then whenever the user's pacing allows. */
final class WriteTurns {
    private final WritePacing pacing;
    private final AccountLease lease;
    private final Iterator<Instant> slots;

    WriteTurns(WritePacing pacing, AccountLease lease, WriteSlots slots) {
        this.pacing = pacing;
        this.lease = lease;
        this.slots = slots.notBefore().iterator();
    }

    /** Waits for the next turn; to be called right before each content write. */
    void await() {
        pacing.await(lease, slots.hasNext() ? slots.next() : null);
    }
}
