package dev.slipway.settings.installation;

import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts go.
 *
 * @param artifacts a {@code file:} URI, or one that {@link S3Location} reads; null: the state folder
 * @param accessKey of the S3 store, together with {@code secretKey}; null: what the environment of the machine gives
 */
public record StoreSettings(
        @Nullable URI artifacts,
        @Nullable SecretRef accessKey,
        @Nullable SecretRef secretKey) {}
