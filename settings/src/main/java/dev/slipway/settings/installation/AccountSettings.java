package dev.slipway.settings.installation;

import dev.slipway.account.AccountName;
import dev.slipway.settings.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub account as configured.
 *
 * @param owner where its repositories go; null: the token's own user
 * @param maxProjects leases at a time; 0 for no bound
 */
public record AccountSettings(AccountName name, @Nullable String owner, SecretRef token, int maxProjects) {}
