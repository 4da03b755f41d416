package dev.slipway.sandbox.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What one writer changes; see {@link World#write}. */
public final class Transaction {
    record Change(Entity entity, boolean removed) {}

    private final List<Change> changes = new ArrayList<>();
    private final AtomicLong lastId;
    private final Instant now;

    Transaction(AtomicLong lastId, Instant now) {
        this.lastId = lastId;
        this.now = now;
    }

    /** A number that nothing else has. */
    public long newId() {
        return lastId.incrementAndGet();
    }

    public Instant now() {
        return now;
    }

    /** Adds an entity or replaces the one with its id. */
    public <E extends Entity> E put(E entity) {
        changes.add(new Change(entity, false));
        return entity;
    }

    public void remove(Entity entity) {
        changes.add(new Change(entity, true));
    }

    List<Change> changes() {
        return changes;
    }
}
