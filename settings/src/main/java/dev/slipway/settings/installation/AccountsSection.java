package dev.slipway.settings.installation;

import dev.slipway.account.AccountName;
import dev.slipway.repository.RepositoryId;
import dev.slipway.settings.Target;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Place;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code accounts}, and {@code github.tokens} of the older form. */
final class AccountsSection {
    private static final String OWNER_NEEDED = "the name of a GitHub user or organisation is needed";
    private static final int MOST_PROJECTS = 10_000;

    private final SecretsSeen secrets;
    private final Target target;
    private final AppSection apps;
    private final Map<String, Place> names = new HashMap<>();

    AccountsSection(SecretsSeen secrets, Target target, Map<String, String> environment) {
        this.secrets = secrets;
        this.target = target;
        this.apps = new AppSection(secrets, environment);
    }

    List<AccountSettings> read(List<Mapping> files) {
        List<AccountSettings> accounts = new ArrayList<>();
        int olderTokens = 0;
        for (Mapping file : files) {
            file.get("accounts")
                    .filter(value -> value.isList() && value.list().isEmpty())
                    .ifPresent(value -> value.error("is an empty list. Add an account, or remove the key"));
            file.mappings("accounts").forEach(account -> account(account).ifPresent(accounts::add));
            List<AccountSettings> older = OlderTokens.read(file, secrets, olderTokens + 1);
            olderTokens += older.size();
            accounts.addAll(older);
        }
        return accounts;
    }

    /** The account of somebody who configured none: never for a GitHub that the token may not belong to. */
    static List<AccountSettings> fromEnvironment(Map<String, String> environment, GitHubSettings github) {
        if (!"api.github.com".equals(github.apiUrl().getHost())) {
            return List.of();
        }
        for (String variable : List.of("GITHUB_TOKEN", "GH_TOKEN")) {
            if (!environment.getOrDefault(variable, "").isBlank()) {
                return List.of(
                        new AccountSettings(AccountName.of("github"), null, new SecretRef.Environment(variable), 0));
            }
        }
        return List.of();
    }

    private Optional<AccountSettings> account(Mapping account) {
        Optional<AccountName> name = account.get("name")
                .flatMap(value ->
                        value.as(AccountName::of, "a name is needed: up to 100 letters, digits, '.', '_' and '-'"));
        if (account.get("name").isEmpty()) {
            account.error("name", "an account has no 'name'. Add one; projects may ask for it by that name");
        }
        name.flatMap(found -> remember(found.value(), account.place("name")))
                .ifPresent(first -> account.error(
                        "name",
                        "the account '" + name.get() + "' stands here for the second time, first in " + first
                                + ". Rename or remove one of them"));
        Optional<AccountCredential> credential = credential(account, name);
        String owner = account.get("owner")
                .filter(value -> target == Target.GITHUB || !value.isUnresolved())
                .flatMap(value -> value.as(text -> new RepositoryId(text, "any").owner(), OWNER_NEEDED))
                .orElse(null);
        int projects = account.get("max_projects")
                .flatMap(value -> value.integer(0, MOST_PROJECTS))
                .orElse(0);
        return name.isPresent() && credential.isPresent()
                ? Optional.of(new AccountSettings(name.get(), owner, credential.get(), projects))
                : Optional.empty();
    }

    private Optional<AccountCredential> credential(Mapping account, Optional<AccountName> name) {
        Optional<Value> app = account.get("app");
        if (app.isPresent() && account.get("token").isPresent()) {
            account.error("app", "an account has either a 'token' or an 'app'. Remove one of the two");
        }
        if (app.isPresent()) {
            return app.get().mapping().flatMap(apps::read);
        }
        if (account.get("token").isEmpty()) {
            account.error(
                    "token",
                    "the account" + name.map(found -> " '" + found + "'").orElse("")
                            + " has no 'token' and no 'app'. Add one, such as token: \"${GITHUB_TOKEN}\"");
        }
        return account.get("token").flatMap(secrets::read).map(AccountCredential.Token::new);
    }

    /** Where the name was seen before. */
    private Optional<Place> remember(String name, Place place) {
        return Optional.ofNullable(names.putIfAbsent(name.toLowerCase(Locale.ROOT), place));
    }
}
