package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/**
 * The configured accounts' clients. A token is resolved anew for each request, so that a replaced one is seen, and is
 * held by no client.
 */
public final class GitHubClients {
    private static final int CACHED_ANSWERS = 2000;

    private final GitHubSettings settings;
    private final Map<AccountName, AccountSettings> accounts = new HashMap<>();
    private final Function<SecretRef, Secret> secrets;
    private final HttpClient http;
    private final EtagCache cache = new EtagCache(CACHED_ANSWERS);
    private final Map<AccountName, GitHub> clients = new ConcurrentHashMap<>();

    /**
     * For these accounts.
     *
     * @param secrets resolves a token, throwing {@link ConfigurationException} where it can't be had
     */
    public GitHubClients(
            GitHubSettings settings, Collection<AccountSettings> accounts, Function<SecretRef, Secret> secrets) {
        this.settings = settings;
        accounts.forEach(account -> this.accounts.put(account.name(), account));
        this.secrets = secrets;
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(
                        "https".equals(settings.apiUrl().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Which GitHub. */
    public GitHubSettings settings() {
        return settings;
    }

    /**
     * The account's client.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_CONFIGURED} where this worker has no such account
     */
    public GitHub as(AccountName name) {
        AccountSettings account = account(name);
        return clients.computeIfAbsent(name, unused -> client(account));
    }

    /**
     * The account's token, for Git.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_CONFIGURED} where this worker has no such account or its
     *     token can't be had
     */
    public Secret token(AccountName name) {
        return token(account(name));
    }

    Secret token(AccountSettings account) {
        try {
            return secrets.apply(account.token());
        } catch (ConfigurationException missing) {
            throw Failures.of(
                    FailureType.NOT_CONFIGURED,
                    "The token of account '" + account.name() + "' can't be had on this worker: "
                            + missing.getMessage());
        }
    }

    private AccountSettings account(AccountName name) {
        AccountSettings account = accounts.get(name);
        if (account == null) {
            throw Failures.of(
                    FailureType.NOT_CONFIGURED,
                    "This worker has no account '" + name + "'; add it under accounts in its config.yaml");
        }
        return account;
    }

    /** A client for an account that need not be among the configured ones. */
    GitHub client(AccountSettings account) {
        try {
            return new GitHubBuilder()
                    .withEndpoint(settings.apiUrl().toString().replaceFirst("/+$", ""))
                    // Only tells github-api that there are credentials; the connector sends the real ones.
                    .withAuthorizationProvider(() -> "Bearer set-by-the-connector")
                    .withConnector(connector(account))
                    .build();
        } catch (IOException impossible) {
            throw Failures.of(FailureType.INTERNAL, "GitHub client: " + Failures.rootOf(impossible));
        }
    }

    AccountConnector connector(AccountSettings account) {
        return new AccountConnector(http, settings.apiUrl(), account.name().value(), () -> token(account), cache);
    }
}
