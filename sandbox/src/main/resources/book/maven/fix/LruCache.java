package org.example.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * @@summary@@: keeps the entries that were used last, each for its time to live. Safe for use by many threads.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class @@Pascal@@<K, V> {
    private record Entry<V>(V value, Instant expiresAt) {}

    private final int capacity;
    private final Duration timeToLive;
    private final InstantSource clock;
    private final LinkedHashMap<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** A cache of at most {@code capacity} entries, each kept for {@code timeToLive} after it was put. */
    public @@Pascal@@(int capacity, Duration timeToLive) {
        this(capacity, timeToLive, InstantSource.system());
    }

    @@Pascal@@(int capacity, Duration timeToLive, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, is " + capacity);
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("time to live must be positive, is " + timeToLive);
        }
        this.capacity = capacity;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    /** Puts or replaces an entry; its time to live begins now. */
    public synchronized void put(K key, V value) {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(value, "value is null");
        entries.put(key, new Entry<>(value, clock.instant().plus(timeToLive)));
        if (entries.size() > capacity) {
            dropOldest();
        }
    }

    /** The value of a key, which counts as used; empty when it is missing or its time is over. */
    public synchronized Optional<V> get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(entry.expiresAt())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    /** Removes an entry; whether there was one. */
    public synchronized boolean remove(K key) {
        return entries.remove(key) != null;
    }

    /** Entries held, those included whose time is over but that nobody has met since. */
    public synchronized int size() {
        return entries.size();
    }

    private void dropOldest() {
        Instant now = clock.instant();
        if (entries.values().removeIf(entry -> !now.isBefore(entry.expiresAt()))) {
            return;
        }
        Map.Entry<K, Entry<V>> oldest = entries.entrySet().iterator().next();
        entries.remove(oldest.getKey());
    }
}
