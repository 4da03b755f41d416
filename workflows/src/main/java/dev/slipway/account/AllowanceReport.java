package dev.slipway.account;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Signal to the pool, from a worker: what GitHub's headers say is left of a limit. All accounts of one user share it.
 *
 * @param login GitHub's name of the user or installation
 * @param resource GitHub's name of the limit: {@code core}, {@code graphql}
 * @param limit requests, or points, until {@code reset}
 * @param reset when it is full again, by our clocks
 */
public record AllowanceReport(String login, String resource, int limit, int remaining, Instant reset) {
    /** Name of the signal at the pool. */
    public static final String SIGNAL = "allowance";

    public AllowanceReport {
        requireNonNull(login, "login is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(reset, "reset is null");
    }
}
