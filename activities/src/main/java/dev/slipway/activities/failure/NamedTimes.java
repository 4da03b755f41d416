package dev.slipway.activities.failure;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a limit ends, as GitHub names it, by this host's clock: the two may be minutes apart. What makes no sense is
 * bounded, so that neither a moment that is over makes anybody ask in a loop, nor a year ahead makes anybody wait for it.
 */
public final class NamedTimes {
    /** GitHub's limits end within the hour; what names more than a day has its clock wrong. */
    public static final Duration FURTHEST = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(NamedTimes.class);

    private final InstantSource clock;

    /** @param clock this host's */
    public NamedTimes(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * {@code Retry-After}: seconds, or a date.
     *
     * @param theirs GitHub's time, its header {@code Date}
     * @return empty where it names no time that is yet to come
     */
    public Optional<Instant> retryAfter(String text, @Nullable String theirs) {
        Instant now = clock.instant();
        Optional<Duration> wait = seconds(text)
                .map(Duration::ofSeconds)
                .or(() -> date(text).map(then -> Duration.between(date(theirs).orElse(now), then)));
        return bounded("Retry-After: " + text, wait, now);
    }

    /** {@code X-RateLimit-Reset}, seconds since 1970; empty where it names no time that is yet to come. */
    public Optional<Instant> reset(@Nullable String text, @Nullable String theirs) {
        Instant now = clock.instant();
        return bounded("X-RateLimit-Reset: " + text, untilReset(text, theirs, now), now);
    }

    /** How far away that is, whatever it is; empty where it is no time. */
    public static Optional<Duration> untilReset(@Nullable String text, @Nullable String theirs, Instant now) {
        return text == null
                ? Optional.empty()
                : seconds(text)
                        .filter(second -> Math.abs(second) < Instant.MAX.getEpochSecond())
                        .map(second -> Duration.between(date(theirs).orElse(now), Instant.ofEpochSecond(second)));
    }

    private static Optional<Instant> bounded(String header, Optional<Duration> wait, Instant now) {
        if (wait.isEmpty() || wait.get().isNegative() || wait.get().isZero()) {
            log.warn("GitHub limits, and '{}' names no time to come: it is waited as where none is named", header);
            return Optional.empty();
        }
        if (wait.get().compareTo(FURTHEST) > 0) {
            log.warn(
                    "GitHub limits, and '{}' is {} h away: {} h are waited",
                    header,
                    wait.get().toHours(),
                    FURTHEST.toHours());
            return Optional.of(now.plus(FURTHEST));
        }
        return Optional.of(now.plus(wait.get()));
    }

    private static Optional<Long> seconds(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
