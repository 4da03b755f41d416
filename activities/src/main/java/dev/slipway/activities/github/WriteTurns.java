package dev.slipway.activities.github;

import dev.slipway.account.WriteSlots;
import java.time.Instant;
import java.util.Iterator;

/** One call's turns to write: its reserved slots first, then whenever the user's pacing allows. */
final class WriteTurns {
    private final WritePacing pacing;
    private final String login;
    private final Iterator<Instant> slots;

    WriteTurns(WritePacing pacing, String login, WriteSlots slots) {
        this.pacing = pacing;
        this.login = login;
        this.slots = slots.notBefore().iterator();
    }

    /** Waits for the next turn; to be called right before each content write. */
    void await() {
        pacing.await(login, slots.hasNext() ? slots.next() : Instant.EPOCH);
    }
}
