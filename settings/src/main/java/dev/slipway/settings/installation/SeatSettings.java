package dev.slipway.settings.installation;

import dev.slipway.agent.Billing;
import dev.slipway.settings.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * A login or key of an agent: one of {@code apiKey} and {@code oauthToken}, or neither.
 *
 * @param maxProjects at most so many at a time; 0 for no bound
 */
public record SeatSettings(
        String name,
        Billing billing,
        @Nullable SecretRef apiKey,
        @Nullable SecretRef oauthToken,
        int maxProjects) {
    /** Without a bound on how many projects have it at a time. */
    public SeatSettings(String name, Billing billing, @Nullable SecretRef apiKey, @Nullable SecretRef oauthToken) {
        this(name, billing, apiKey, oauthToken, 0);
    }
}
