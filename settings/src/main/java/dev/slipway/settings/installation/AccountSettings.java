package dev.slipway.settings.installation;

import static java.util.Objects.requireNonNull;

import dev.slipway.account.AccountName;
import dev.slipway.settings.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub account as configured.
 *
 * @param owner where its repositories go; null: the token's own user, or the App's organisation
 * @param maxProjects leases at a time; 0 for no bound
 */
public record AccountSettings(AccountName name, @Nullable String owner, AccountCredential credential, int maxProjects) {

    public AccountSettings {
        requireNonNull(name, "name is null");
        requireNonNull(credential, "credential is null");
    }

    /** One with a token. */
    public AccountSettings(AccountName name, @Nullable String owner, SecretRef token, int maxProjects) {
        this(name, owner, new AccountCredential.Token(token), maxProjects);
    }
}
