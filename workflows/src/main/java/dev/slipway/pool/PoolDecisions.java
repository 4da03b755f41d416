package dev.slipway.pool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a pool decides, without Temporal: the same calls in the same order give the same answers. */
public interface PoolDecisions {
    /** Grants what can be granted now, and says who is to be told what. */
    List<PoolAnswer> decide(Instant now);

    /** Whether somebody is to be told what does not go along through continue-as-new: it would have to ask again. */
    boolean owes();

    /** When something changes by itself, such as a lease that runs out; empty when nothing does. */
    Optional<Instant> nextChange(Instant now);

    /** A workflow that was to be told something is closed: nothing waits for it or is held by it. */
    void requesterGone(String requester);

    /** What happened to what it gives out. */
    PoolEvents events();

    /** The pool as the Temporal Web UI shows it. */
    String details(Instant now);
}
