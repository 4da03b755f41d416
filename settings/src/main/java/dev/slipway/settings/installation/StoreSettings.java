package dev.slipway.settings.installation;

import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts and the ledger go.
 *
 * @param artifacts a {@code file:} URI, or one that {@link S3Location} reads; null: the state folder
 * @param accessKey of the S3 store, together with {@code secretKey}; null: what the environment of the machine gives
 * @param ledger null: a SQLite file in the state folder
 * @param ledgerUser of the PostgreSQL database; null: what its URL or the machine gives
 * @param ledgerPassword null: none is asked for
 */
public record StoreSettings(
        @Nullable URI artifacts,
        @Nullable SecretRef accessKey,
        @Nullable SecretRef secretKey,
        @Nullable LedgerLocation ledger,
        @Nullable SecretRef ledgerUser,
        @Nullable SecretRef ledgerPassword) {
    /** With the ledger where it is by default. */
    public StoreSettings(@Nullable URI artifacts, @Nullable SecretRef accessKey, @Nullable SecretRef secretKey) {
        this(artifacts, accessKey, secretKey, null, null, null);
    }
}
