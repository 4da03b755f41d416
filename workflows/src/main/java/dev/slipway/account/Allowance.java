package dev.slipway.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What is left of one of a user's limits, as GitHub said last.
 *
 * @param resource GitHub's name of it: {@code core}, {@code graphql}
 * @param reset when it is full again
 * @param heardAt when GitHub said so
 */
public record Allowance(String resource, int limit, int remaining, Instant reset, Instant heardAt) {
    /** A limit is an hour long; what says more has its clock wrong. */
    private static final Duration LONGEST = Duration.ofHours(1);
    /** So much is not touched: others use the account too, and what runs has to end. */
    private static final int RESERVE_PER_CENT = 2;

    static Allowance of(AllowanceReport report, Instant now) {
        Instant latest = now.plus(LONGEST);
        return new Allowance(
                report.resource(),
                Math.max(1, report.limit()),
                Math.max(0, report.remaining()),
                report.reset().isAfter(latest) ? latest : report.reset(),
                now);
    }

    /** Requests that may still be spent, when so many are under way already. */
    int left(int expected, Instant now) {
        int reserve = Math.max(2, limit * RESERVE_PER_CENT / 100);
        // What was said of an hour that is over holds no longer: something is left in any case.
        return reset.isAfter(now) ? remaining - expected - reserve : limit;
    }

    /** Whether what is left is only for what is on its way. */
    public boolean isSpent(Instant now) {
        return reset.isAfter(now) && remaining <= Math.max(1, limit / 100);
    }

    /** The same in tenths of the limit, rounded down. */
    int headroom(int expected, Instant now) {
        return Math.max(0, left(expected, now)) * 10 / limit;
    }
}
