package dev.slipway.starter.machine;

import dev.slipway.account.AnnouncedAccount;
import dev.slipway.activities.github.AccountInspector;
import dev.slipway.activities.github.GitHubClients;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;

/**
 * An account, as GitHub sees it from this machine.
 *
 * @param owners where it can create repositories; empty when it can't be used
 * @param problem what is wrong and what to do; empty when nothing is
 */
public record AccountLook(String name, String login, List<String> owners, String problem) {
    public AccountLook {
        owners = List.copyOf(owners);
    }

    public boolean usable() {
        return problem.isEmpty();
    }

    /** Looks at all configured accounts. */
    public static List<AccountLook> at(Installation installation, Map<String, String> environment) {
        AccountInspector inspector = new AccountInspector(new GitHubClients(
                installation.github(), installation.accounts(), new SecretResolver(environment)::resolve));
        return installation.accounts().stream()
                .map(account -> look(account, inspector))
                .toList();
    }

    private static AccountLook look(AccountSettings account, AccountInspector inspector) {
        String name = account.name().value();
        try {
            AnnouncedAccount found = inspector.inspect(account);
            return new AccountLook(name, found.login(), found.owners(), found.problem() == null ? "" : found.problem());
        } catch (ApplicationFailure e) {
            return new AccountLook(name, "", List.of(), e.getOriginalMessage());
        } catch (ConfigurationException e) {
            return new AccountLook(name, "", List.of(), String.join(" ", e.problems()));
        }
    }
}
