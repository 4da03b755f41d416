package dev.slipway.activities.github;

import dev.slipway.activities.failure.NamedTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom GitHub limits, as this worker met it and as the pool heard it from others. The pool knows better how long a limit
 * lasts for which GitHub names no time, since it counts how often that happened, and when a person has lifted one.
 */
final class ParkedPrincipals {
    private static final Logger log = LoggerFactory.getLogger(ParkedPrincipals.class);
    private static final Duration NEGLIGIBLE = Duration.ofSeconds(5);
    /** Where GitHub names no time; the pool's own wait is at least as long. */
    private static final Duration UNNAMED = Duration.ofSeconds(60);
    /** So long what is told to the pool may be on its way. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    /**
     * One who must not ask.
     *
     * @param since when it began: a clock that was set back since then must not make it longer
     * @param named whether GitHub said until when
     * @param secondary whether it is a limit on how, and not on how much is asked: then Git is meant too
     * @param known whether the pool has heard of it
     */
    private record Parked(Instant since, Instant until, boolean named, boolean secondary, boolean known) {
        Parked and(Parked other) {
            Parked longer = other.until.isAfter(until) ? other : this;
            return new Parked(
                    longer.since, longer.until, longer.named, secondary || other.secondary, known && other.known);
        }

        Parked as(Instant end) {
            return new Parked(since, end, named, secondary, true);
        }
    }

    ParkedPrincipals(InstantSource clock) {
        this.clock = clock;
    }

    /** @param until null where GitHub named no time */
    void park(String principal, @Nullable Instant until, boolean secondary) {
        Instant now = clock.instant();
        parked.merge(
                principal,
                new Parked(now, until == null ? now.plus(UNNAMED) : until, until != null, secondary, false),
                Parked::and);
    }

    /** Until when REST may not be asked. */
    Optional<Instant> until(String principal) {
        return holding(principal).map(Parked::until);
    }

    /** Until when Git may not be asked: what is left of the requests of an hour is nothing to it. */
    Optional<Instant> untilForGit(String principal) {
        return holding(principal).filter(Parked::secondary).map(Parked::until);
    }

    private Optional<Parked> holding(String principal) {
        Instant now = clock.instant();
        Parked found = parked.computeIfPresent(principal, (who, known) -> {
            if (known.since().isAfter(now.plus(NEGLIGIBLE))) {
                log.warn(
                        "the clock went back by {}; {} stays parked for as long as it was to be",
                        Duration.between(now, known.since()),
                        who);
                return new Parked(
                        now,
                        now.plus(Duration.between(known.since(), known.until())),
                        known.named(),
                        known.secondary(),
                        known.known());
            }
            return known;
        });
        return Optional.ofNullable(found).filter(one -> now.isBefore(one.until()));
    }

    /** The pool heard of a limit, from whichever worker. */
    void poolLimits(String principal, Instant until, boolean secondary) {
        Instant now = clock.instant();
        Instant latest = now.plus(NamedTimes.FURTHEST);
        Instant end = until.isAfter(latest) ? latest : until;
        parked.compute(principal, (who, here) -> {
            if (here == null || !now.isBefore(here.until())) {
                return new Parked(now, end, true, secondary, true);
            }
            // What GitHub told this worker may be news that the pool has yet to hear.
            boolean news = here.named() && !here.known() && here.until().isAfter(end);
            return here.as(news ? here.until() : end);
        });
    }

    /**
     * The pool would grant an account of this principal.
     *
     * @return whether it was parked, and is no longer
     */
    boolean poolAllows(String principal) {
        Instant heardBefore = clock.instant().minus(TOLD_WITHIN);
        Parked here = parked.get(principal);
        return here != null && (here.known() || here.since().isBefore(heardBefore)) && parked.remove(principal, here);
    }
}
