package dev.slipway.activities.github;

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

    /**
     * @param accept form that was asked for, part of what identifies an answer
     */
    record Key(String principal, String url, @Nullable String accept) {}

    record Stored(String etag, int status, Map<String, List<String>> headers, byte[] body) {}

    private final Map<Key, Stored> entries;

    EtagCache(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Stored> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Optional<Stored> find(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void keep(Key key, Stored answer) {
        if (answer.body().length <= MAX_BODY) {
            entries.put(key, answer);
        }
    }
}
