package dev.slipway.sandbox.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** GitHub's primary rate limit: so many requests an hour for each user, whatever the token. */
public final class RateLimits {
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int ANONYMOUS_LIMIT = 60;

    private final Clock clock;
    private final int limit;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(int used, long reset) {}

    /**
     * How a bucket stands.
     *
     * @param reset when it is full again, in seconds since 1970
     */
    public record Standing(int limit, int used, long reset) {
        public int remaining() {
            return Math.max(0, limit - used);
        }
    }

    /** That a request was counted, in which bucket and window. */
    public record Charge(String bucket, long reset) {}

    public RateLimits(Clock clock, int limit) {
        this.clock = clock;
        this.limit = limit;
    }

    public Standing standing(String bucket) {
        Window window = current(windows.get(bucket));
        return new Standing(limitOf(bucket), window.used(), window.reset());
    }

    public Charge charge(String bucket) {
        Window window = windows.compute(bucket, (key, old) -> {
            Window now = current(old);
            return new Window(now.used() + 1, now.reset());
        });
        return new Charge(bucket, window.reset());
    }

    /** Takes a charge back, for an answer that costs nothing. */
    public void refund(Charge charge) {
        windows.computeIfPresent(
                charge.bucket(),
                (key, old) -> old.reset() == charge.reset() ? new Window(old.used() - 1, old.reset()) : old);
    }

    /** Counts a charge from before a restart again, if its window still runs. */
    void restore(Charge charge) {
        if (charge.reset() > clock.instant().getEpochSecond()) {
            windows.merge(
                    charge.bucket(),
                    new Window(1, charge.reset()),
                    (old, one) -> new Window(old.used() + 1, one.reset()));
        }
    }

    private int limitOf(String bucket) {
        return bucket.equals("anonymous") ? ANONYMOUS_LIMIT : limit;
    }

    private Window current(Window window) {
        long now = clock.instant().getEpochSecond();
        return window == null || window.reset() <= now ? new Window(0, now + WINDOW.toSeconds()) : window;
    }
}
