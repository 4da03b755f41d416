package dev.slipway.settings.installation;

import dev.slipway.agent.Billing;
import dev.slipway.settings.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * A login or key of an agent: one of {@code apiKey} and {@code oauthToken}, or neither.
 */
public record SeatSettings(
        String name,
        Billing billing,
        @Nullable SecretRef apiKey,
        @Nullable SecretRef oauthToken) {}
