package dev.slipway.activities.github;

import java.time.Duration;
import java.time.Instant;

/** What is left of a principal's requests until {@code reset}: the least that was heard, since answers overtake each other. */
record RequestsLeft(int remaining, int limit, Instant reset) {
    /** So much the same moment may differ between two answers that name it. */
    private static final Duration SAME = Duration.ofSeconds(30);

    RequestsLeft and(RequestsLeft newer) {
        boolean sameHour = Duration.between(reset, newer.reset).abs().compareTo(SAME) < 0;
        return sameHour && remaining < newer.remaining ? this : newer;
    }

    /** Whether one more would touch what the pool too leaves untouched at the end: one in a hundred. */
    boolean isSpent(int onTheWay, Instant now) {
        return now.isBefore(reset) && remaining - onTheWay < Math.max(1, limit / 100);
    }
}
