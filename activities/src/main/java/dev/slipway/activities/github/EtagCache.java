package dev.slipway.activities.github;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers that GitHub may confirm with 304, which costs nothing of the rate limit. Kept in memory, by user and URL;
 * of the requests nothing is kept, so no Authorization header either.
 */
final class EtagCache {
    private static final int MAX_BODY = 512 << 10;
    private static final long MOST_BYTES = 64L << 20;

    /**
     * @param accept form that was asked for, part of what identifies an answer
     */
    record Key(String principal, String url, @Nullable String accept) {}

    record Stored(String etag, int status, Map<String, List<String>> headers, byte[] body) {}

    private final Map<Key, Stored> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int mostEntries;
    private final long mostBytes;
    private long bytes;

    EtagCache(int capacity) {
        this(capacity, MOST_BYTES);
    }

    EtagCache(int mostEntries, long mostBytes) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
    }

    synchronized Optional<Stored> find(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Keeps it, and drops those that were not asked for longest where it becomes too much. */
    synchronized void keep(Key key, Stored answer) {
        forget(entries.remove(key));
        if (answer.body().length > MAX_BODY) {
            return;
        }
        entries.put(key, answer);
        bytes += answer.body().length;
        Iterator<Stored> eldest = entries.values().iterator();
        while (entries.size() > mostEntries || bytes > mostBytes) {
            forget(eldest.next());
            eldest.remove();
        }
    }

    private void forget(@Nullable Stored answer) {
        bytes -= answer == null ? 0 : answer.body().length;
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized long bytes() {
        return bytes;
    }
}
