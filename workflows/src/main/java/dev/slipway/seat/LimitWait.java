package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long a seat rests after a limit. A time that the provider named is kept, within reason; without one the waits grow.
 *
 * @param until when to try again
 * @param named whether the provider said for how long
 * @param doubt what was wrong with the provider's time; empty where nothing was
 */
record LimitWait(Instant until, boolean named, String doubt) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration FLOOR_AT_MOST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 12;

    /** Growing waits where no time is known, and the longest time that is believed. */
    private enum Kind {
        OVERLOADED(Duration.ofSeconds(15), Duration.ofMinutes(15), Duration.ofHours(1)),
        RATE_LIMITED(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1)),
        SESSION_LIMIT(Duration.ofMinutes(15), Duration.ofHours(5), Duration.ofHours(12)),
        WEEKLY_LIMIT(Duration.ofHours(1), Duration.ofHours(12), Duration.ofDays(8));

        private final Duration first;
        private final Duration longest;
        private final Duration believed;

        Kind(Duration first, Duration longest, Duration believed) {
            this.first = first;
            this.longest = longest;
            this.believed = believed;
        }
    }

    /**
     * The wait after a limit.
     *
     * @param named when it ends, as the provider said; null where it did not
     * @param strikes how many limits in a row this is, from 1
     */
    static LimitWait after(
            AgentOutcome outcome,
            @Nullable Instant named,
            int strikes,
            QuotaRules rules,
            Instant now,
            RandomGenerator random) {
        Kind kind = Kind.valueOf(outcome.name());
        if (named == null) {
            return new LimitWait(now.plus(growing(kind, strikes, random)), false, "");
        }
        if (!named.isAfter(now)) {
            return new LimitWait(
                    now.plus(growing(kind, strikes, random)), false, "it named a time that is over, " + named);
        }
        boolean far = named.isAfter(now.plus(kind.believed));
        Duration wait = far ? kind.believed : Duration.between(now, named);
        Duration until = atLeast(wait.plus(margin(kind, wait, rules)), floor(strikes));
        return new LimitWait(
                now.plus(until), true, far ? "it named a time that is too far away to be believed, " + named : "");
    }

    /** A rate limit of seconds is not made one of minutes. */
    private static Duration margin(Kind kind, Duration wait, QuotaRules rules) {
        boolean isShort = kind == Kind.RATE_LIMITED || kind == Kind.OVERLOADED;
        return isShort && wait.compareTo(rules.margin()) < 0 ? wait : rules.margin();
    }

    /** Doubles with each strike; spread, so that installations that met the same trouble don't come back together. */
    private static Duration growing(Kind kind, int strikes, RandomGenerator random) {
        Duration doubled = kind.first.multipliedBy(1L << Math.min(strikes - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(kind.longest) > 0 ? kind.longest : doubled;
        return wait.plusMillis((long) (wait.toMillis() * 0.25 * random.nextDouble()));
    }

    /** A provider that keeps naming times that are just ahead is not asked in a tight loop. */
    private static Duration floor(int strikes) {
        Duration floor = SHORTEST.multipliedBy(1L << Math.min(strikes - 1, MOST_DOUBLINGS));
        return floor.compareTo(FLOOR_AT_MOST) > 0 ? FLOOR_AT_MOST : floor;
    }

    private static Duration atLeast(Duration wait, Duration least) {
        return wait.compareTo(least) < 0 ? least : wait;
    }
}
