package dev.slipway.starter.machine;

import dev.slipway.account.AnnouncedAccount;
import dev.slipway.activities.github.AccountInspector;
import dev.slipway.activities.github.GitHubClients;
import dev.slipway.activities.github.Inspection;
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
 * @param login the user, or an App's installation; accounts of the same one share its limits
 * @param kind {@code token} or {@code app}
 * @param owners where it can create repositories; empty when it can't be used
 * @param missing permissions or scopes that it lacks
 * @param sharedWith other accounts of the same user
 * @param problem what is wrong and what to do; empty when nothing is
 */
public record AccountLook(
        String name,
        String login,
        String kind,
        List<String> owners,
        List<String> missing,
        List<String> sharedWith,
        String problem) {
    public AccountLook {
        owners = List.copyOf(owners);
        missing = List.copyOf(missing);
        sharedWith = List.copyOf(sharedWith);
    }

    public boolean usable() {
        return problem.isEmpty();
    }

    /** Looks at all configured accounts. */
    public static List<AccountLook> at(Installation installation, Map<String, String> environment) {
        AccountInspector inspector = new AccountInspector(new GitHubClients(
                installation.github(), installation.accounts(), new SecretResolver(environment)::resolve));
        List<AccountLook> looks = installation.accounts().stream()
                .map(account -> look(account, inspector))
                .toList();
        return looks.stream().map(look -> look.among(looks)).toList();
    }

    private AccountLook among(List<AccountLook> all) {
        List<String> others = all.stream()
                .filter(other -> !login.isEmpty()
                        && other.login().equals(login)
                        && !other.name().equals(name))
                .map(AccountLook::name)
                .toList();
        return new AccountLook(name, login, kind, owners, missing, others, problem);
    }

    private static AccountLook look(AccountSettings account, AccountInspector inspector) {
        String name = account.name().value();
        try {
            Inspection look = inspector.look(account);
            AnnouncedAccount found = look.account();
            return new AccountLook(
                    name,
                    found.login(),
                    look.kind(),
                    found.owners(),
                    look.missing(),
                    List.of(),
                    found.problem() == null ? "" : found.problem());
        } catch (ApplicationFailure e) {
            return unusable(name, e.getOriginalMessage());
        } catch (ConfigurationException e) {
            return unusable(name, String.join(" ", e.problems()));
        }
    }

    private static AccountLook unusable(String name, String problem) {
        return new AccountLook(name, "", "", List.of(), List.of(), List.of(), problem);
    }
}
