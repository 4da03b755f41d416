package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.RemoteCredential;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.RepositoryId;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.AccountCredential;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private final EtagCache cache;
    private final Map<AccountName, GitHub> clients = new ConcurrentHashMap<>();
    private final Map<AccountSettings, TokenSource> tokens = new ConcurrentHashMap<>();
    private final ServerClock clock = new ServerClock(InstantSource.system());
    private final Principals principals;

    /**
     * For these accounts.
     *
     * @param secrets resolves a token, throwing {@link ConfigurationException} where it can't be had
     */
    public GitHubClients(
            GitHubSettings settings, Collection<AccountSettings> accounts, Function<SecretRef, Secret> secrets) {
        this(settings, accounts, secrets, new Principals(InstantSource.system(), PoolReports.NONE));
    }

    /** For these accounts, telling what GitHub's answers say of them. */
    public GitHubClients(
            GitHubSettings settings,
            Collection<AccountSettings> accounts,
            Function<SecretRef, Secret> secrets,
            Principals principals) {
        this(settings, accounts, secrets, principals, CACHED_ANSWERS);
    }

    private GitHubClients(
            GitHubSettings settings,
            Collection<AccountSettings> accounts,
            Function<SecretRef, Secret> secrets,
            Principals principals,
            int cachedAnswers) {
        this.cache = new EtagCache(cachedAnswers);
        this.settings = settings;
        this.principals = principals;
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

    /** Clients that keep no answers, to compare with. */
    public GitHubClients withoutCache(Collection<AccountSettings> others) {
        return new GitHubClients(settings, others, secrets, principals, 0);
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
     * The account's token for Git in one repository; an App's installation gets one that reaches no other.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_CONFIGURED} where this worker has no such account or its
     *     secret can't be had; {@code ACCOUNT_RATE_LIMITED} while a secondary limit holds; what GitHub's refusal means where
     *     an App gets no token
     */
    public Secret token(AccountName name, RepositoryId repository) {
        AccountSettings account = account(name);
        principals.refuseGitWhileParked(name, "Git for " + repository);
        try {
            return tokens(account).forGit(repository.name());
        } catch (IOException failed) {
            throw GitHubTrouble.of("Getting a token of account '" + name + "' for " + repository, failed);
        }
    }

    /** What Git says to the repository's remote to be let in, as whichever account that is at the moment. */
    public RemoteCredential git(Supplier<AccountName> account, RepositoryId repository) {
        return new GitCredential(this, account, repository);
    }

    /** Fetches the token that a write there needs, so that it can be sent at once when its moment comes. */
    void prepare(AccountName name, @Nullable RepositoryId repository) throws IOException {
        TokenSource source = tokens(name);
        if (repository != null) {
            source.beforeWrite(repository.name());
        }
        Secret unused = repository == null ? source.token() : source.forRest(repository.name(), false);
    }

    /** The repository of that name is another one now. */
    void forget(AccountName name, RepositoryId repository) {
        tokens(name).forget(repository.name());
    }

    /** Where an account's tokens come from; one for each account, so that tokens are shared. */
    TokenSource tokens(AccountSettings account) {
        return tokens.computeIfAbsent(account, this::source);
    }

    private TokenSource source(AccountSettings account) {
        return account.credential() instanceof AccountCredential.App app
                ? new InstallationTokens(
                        http, settings.apiUrl(), account.name(), app, () -> secret(account), clock, principals)
                : () -> secret(account);
    }

    private Secret secret(AccountSettings account) {
        try {
            return secrets.apply(account.credential().secret());
        } catch (ConfigurationException missing) {
            String what = account.credential() instanceof AccountCredential.App ? "private key" : "token";
            throw Failures.of(
                    FailureType.NOT_CONFIGURED,
                    "The " + what + " of account '" + account.name() + "' can't be had on this worker: "
                            + missing.getMessage());
        }
    }

    /** Who is behind the accounts. */
    Principals principals() {
        return principals;
    }

    TokenSource tokens(AccountName name) {
        return tokens(account(name));
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
        return new AccountConnector(http, settings.apiUrl(), account.name(), tokens(account), principals, cache);
    }
}
