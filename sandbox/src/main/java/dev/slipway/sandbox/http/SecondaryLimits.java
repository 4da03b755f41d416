package dev.slipway.sandbox.http;

import dev.slipway.sandbox.forge.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * GitHub's limits that no header shows: content-creating requests a minute and an hour, and requests at a time, each
 * per user or installation.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits">GitHub's rules</a>
 */
public final class SecondaryLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String RETRY_AFTER = "Retry-After";

    private final Clock clock;
    private final Allowed allowed;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * How much is allowed; 0 for no limit.
     *
     * @param writesAMinute content-creating requests
     * @param writesAnHour content-creating requests
     * @param atOnce requests of any kind
     */
    public record Allowed(int writesAMinute, int writesAnHour, int atOnce) {
        /** What GitHub documents. */
        public static final Allowed AS_GITHUB = new Allowed(80, 500, 100);

        public static final Allowed ANYTHING = new Allowed(0, 0, 0);
    }

    private static final class Bucket {
        private final Deque<Instant> writes = new ArrayDeque<>();
        private int running;
    }

    public SecondaryLimits(Clock clock, Allowed allowed) {
        this.clock = clock;
        this.allowed = allowed;
    }

    /**
     * Lets a request begin; {@link #end} has to follow.
     *
     * @throws Refusal where that would be too many, and then {@code end} must not follow
     */
    void begin(String name, boolean write) {
        Bucket bucket = buckets.computeIfAbsent(name, unused -> new Bucket());
        synchronized (bucket) {
            if (allowed.atOnce() > 0 && bucket.running >= allowed.atOnce()) {
                throw exceeded("You have exceeded a secondary rate limit. Please wait a few minutes before you try"
                                + " again.")
                        .with(RETRY_AFTER, "5");
            }
            if (write) {
                countWrite(bucket.writes);
            }
            bucket.running++;
        }
    }

    private void countWrite(Deque<Instant> writes) {
        Instant now = clock.instant();
        while (!writes.isEmpty() && !writes.peekFirst().isAfter(now.minus(HOUR))) {
            writes.removeFirst();
        }
        long thisMinute =
                writes.stream().filter(at -> at.isAfter(now.minus(MINUTE))).count();
        boolean perMinute = allowed.writesAMinute() > 0 && thisMinute >= allowed.writesAMinute();
        boolean perHour = allowed.writesAnHour() > 0 && writes.size() >= allowed.writesAnHour();
        if (perMinute || perHour) {
            // GitHub names the minute only; whoever met the hour's limit meets it again.
            throw exceeded("You have exceeded a secondary rate limit and have been temporarily blocked from content"
                            + " creation. Please retry your request again later.")
                    .with(RETRY_AFTER, "60");
        }
        writes.addLast(now);
    }

    private static Refusal exceeded(String message) {
        return Refusal.forbidden(message);
    }

    void end(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket != null) {
            synchronized (bucket) {
                bucket.running--;
            }
        }
    }
}
