package dev.slipway.settings.installation;

import dev.slipway.settings.secret.SecretRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Temporal.
 *
 * @param address {@code host:port}; null: the local stack
 * @param namespace Slipway's own
 * @param apiKey for Temporal Cloud; null for none
 * @param certificate client certificate (PEM) for mTLS; null for none
 * @param key its private key (PEM, PKCS#8)
 * @param ca additional trusted certificate; null: the system's
 */
public record TemporalSettings(
        @Nullable String address,
        String namespace,
        @Nullable SecretRef apiKey,
        boolean tls,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path ca) {}
