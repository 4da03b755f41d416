package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What happens around a provider's limit.
 *
 * @param margin waited beyond the time at which a limit ends
 * @param ramp after the first run that succeeds, twice as many may start each time so much has passed
 * @param autoResume whether a parked seat returns by itself; else a person resumes it
 */
public record QuotaRules(Duration margin, Duration ramp, boolean autoResume) {
    public static final QuotaRules DEFAULT = new QuotaRules(Duration.ofMinutes(5), Duration.ofSeconds(10), true);

    public QuotaRules {
        requireNonNull(margin, "margin is null");
        requireNonNull(ramp, "ramp is null");
    }
}
