package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockReason;
import dev.slipway.activities.git.GitRemote;
import dev.slipway.activities.git.RemoteCredential;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.git.WorkspaceGit;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.RunKey;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.app.Installation;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.settings.installation.AccountCredential;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.failure.ApplicationFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which token an App's installation uses for what, and when it fetches another. */
class InstallationTokensTest {
    private static final AccountName FACTORY = AccountName.of("factory");
    private static final RepositoryId VAULT = new RepositoryId("acme", "vault");
    private static final long FULL = Installation.FULL.id();

    @TempDir
    Path folder;

    private final List<AccountTrouble> troubles = new CopyOnWriteArrayList<>();
    private final Map<String, String> sentWith = new ConcurrentHashMap<>();
    private SandboxServer server;
    private AccountSettings account;
    private GitHubClients clients;
    private TokenSource tokens;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(SandboxOptions.in(folder.resolve("sandbox"))
                .withUsers(1)
                .withFilters(List.of(new HttpFilter() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                            throws IOException, ServletException {
                        String header = String.valueOf(request.getHeader("Authorization"));
                        sentWith.put(
                                request.getMethod() + " " + request.getRequestURI(), header.replace("Bearer ", ""));
                        chain.doFilter(request, response);
                    }
                })));
        account = new AccountSettings(
                FACTORY,
                "acme",
                new AccountCredential.App(
                        GitHubApp.ID, FULL, new SecretRef.File(server.app().keyFile())),
                0);
        clients = worker();
        tokens = clients.tokens(FACTORY);
        clients.as(FACTORY)
                .getOrganization("acme")
                .createRepository("vault")
                .private_(true)
                .create();
        clients.as(FACTORY).getOrganization("acme").createRepository("other").create();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private GitHubClients worker() {
        PoolReports reports = new PoolReports() {
            @Override
            public void allowance(AllowanceReport report) {
                // how much is left is another matter
            }

            @Override
            public void trouble(AccountTrouble trouble) {
                troubles.add(trouble);
            }
        };
        return new GitHubClients(
                new GitHubSettings(URI.create(server.apiUrl()), URI.create(server.url()), Duration.ofMillis(1)),
                List.of(account),
                new SecretResolver(Map.of())::resolve,
                new Principals(InstantSource.system(), reports));
    }

    private long fetched() {
        return server.requests().all().stream()
                .filter(entry -> entry.path().endsWith("/access_tokens"))
                .count();
    }

    private Caller caller(Secret token) {
        return server.app().caller(token.reveal()).orElseThrow();
    }

    private void revoke(Secret token) {
        server.app().revoke(caller(token).token());
    }

    private void fault(String json) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/_sandbox/faults"))
                                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static List<String> atOnce(List<Callable<Secret>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<String> tokens = new ArrayList<>();
            for (Future<Secret> one : threads.invokeAll(calls)) {
                tokens.add(one.get().reveal());
            }
            return tokens;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void howeverManyAskAtOnceEachTokenIsFetchedOnce() throws Exception {
        TokenSource fresh = worker().tokens(FACTORY);
        long before = fetched();
        List<Callable<Secret>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(fresh::token);
            calls.add(() -> fresh.forGit("vault"));
            calls.add(() -> fresh.forRest("other", false));
        }
        assertThat(atOnce(calls).stream().distinct()).hasSize(3);
        assertThat(fetched() - before).isEqualTo(3);
    }

    @Test
    void whatIsAskedOfARepositoryIsAskedWithATokenThatReachesNoOther() throws Exception {
        clients.connector(account).read("/repos/acme/vault/branches");
        clients.connector(account).read("/orgs/acme");

        Secret narrowed = new Secret(sentWith.get("GET /api/v3/repos/acme/vault/branches"));
        assertThat(caller(narrowed).token().grant().repositories()).hasSize(1);
        assertThat(caller(narrowed).granted("pull_requests", "write")).isTrue();
        assertThat(caller(narrowed).granted("checks", "write")).isFalse();
        assertThat(sentWith.get("GET /api/v3/orgs/acme"))
                .isEqualTo(tokens.token().reveal());
        assertThat(tokens.forRest("Vault", false).reveal()).isEqualTo(narrowed.reveal());
    }

    @Test
    void aLookAtARepositoryThatMayNotBeThereFetchesNoTokenForIt() throws Exception {
        long before = fetched();
        assertThatThrownBy(() -> clients.connector(account).read("/repos/acme/nothing"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(404));
        assertThat(fetched()).isEqualTo(before);
        assertThatThrownBy(() -> clients.connector(account).read("/repos/acme/nothing/branches"))
                .as("told by GitHub, and not that there is no token")
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(404));
    }

    @Test
    void aRevokedTokenIsRenewedAndNobodyIsTold() throws Exception {
        revoke(tokens.token());
        clients.connector(account).read("/orgs/acme");
        revoke(tokens.forRest("vault", false));
        clients.connector(account).read("/repos/acme/vault/branches");
        assertThat(troubles).isEmpty();
    }

    @Test
    void aTokenForGitThatWasRevokedIsRenewedInTheMiddleOfTheWork() throws Exception {
        RemoteCredential credential = clients.git(() -> FACTORY, VAULT);
        try (WorkspaceGit git = workspace(credential)) {
            Files.writeString(folder.resolve("tree/Vault.sol"), "contract Vault {}");
            Secret before = credential.token();
            revoke(before);

            assertThat(git.publish("Vault", true).commit()).isNotEmpty();
            assertThat(credential.token().reveal()).isNotEqualTo(before.reveal());
        }
    }

    @Test
    void aPushThatWasDeclinedForWantOfAPermissionGoesThroughOnceThatIsGranted() throws Exception {
        Map<String, String> less = new HashMap<>(Installation.FULL.permissions());
        less.remove("workflows");
        server.app().grant(FULL, less);
        clients = worker();
        try (WorkspaceGit git = workspace(clients.git(() -> FACTORY, VAULT))) {
            Files.createDirectories(folder.resolve("tree/.github/workflows"));
            Files.writeString(folder.resolve("tree/.github/workflows/ci.yml"), "on: push");
            assertThatThrownBy(() -> git.publish("CI", true)).hasMessageContaining("without `workflows` permission");

            server.app().grant(FULL, Installation.FULL.permissions());
            assertThat(git.publish("CI", true).commit()).isNotEmpty();
        }
    }

    private WorkspaceGit workspace(RemoteCredential credential) {
        WorkspaceGit git = new WorkspaceGit(
                folder.resolve("git"),
                folder.resolve("tree"),
                new GitRemote(
                        URI.create(server.url() + "/acme/vault.git"),
                        clients.settings().gitUrl(),
                        credential),
                new SecretScanner(List.of()));
        RunKey run = new RunKey("k3x9w2mq7a");
        git.open(new SessionSpec(run, 1, 1, "slipway/" + run, "main", "Vault", false, List.of()));
        return git;
    }

    @Test
    void anotherRepositoryOfTheSameNameIsReachedThoughAnotherWorkerMadeIt() throws Exception {
        Secret git = clients.token(FACTORY, VAULT);
        clients.connector(account).read("/repos/acme/vault/branches");
        GitHubClients other = worker();
        other.as(FACTORY).getRepository("acme/vault").delete();
        other.as(FACTORY)
                .getOrganization("acme")
                .createRepository("vault")
                .private_(true)
                .create();

        clients.connector(account).read("/repos/acme/vault/branches");
        assertThat(caller(clients.token(FACTORY, VAULT)).token().grant().repositories())
                .isNotEqualTo(caller(git).token().grant().repositories());
    }

    @Test
    void whatTheInstallationIsGrantedLaterItsTokensHaveAsSoonAsThatIsSeen() throws Exception {
        server.app().grant(FULL, Map.of("contents", "write", "metadata", "read", "administration", "write"));
        clients = worker();
        AccountInspector inspector = new AccountInspector(clients);
        inspector.look(account);
        assertThat(caller(clients.token(FACTORY, VAULT)).granted("workflows", "write"))
                .isFalse();

        server.app().grant(FULL, Installation.FULL.permissions());
        assertThat(inspector.look(account).missing()).isEmpty();
        Secret now = clients.token(FACTORY, VAULT);
        assertThat(caller(now).granted("workflows", "write")).isTrue();
        inspector.look(account);
        assertThat(clients.token(FACTORY, VAULT).reveal())
                .as("nothing has changed")
                .isEqualTo(now.reveal());
    }

    @Test
    void aLimitMetWhileATokenIsFetchedParksTheInstallation() throws Exception {
        new AccountInspector(clients).look(account);
        fault("{'kind':'secondary-limit','route':'rest','retryAfter':'90s','times':1}");
        tokens.forget("vault");
        assertThatThrownBy(() -> clients.token(FACTORY, VAULT))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.ACCOUNT_RATE_LIMITED.name()));
        assertThat(troubles).singleElement().satisfies(trouble -> {
            assertThat(trouble.reason()).isEqualTo(BlockReason.RATE_LIMITED);
            assertThat(trouble.response()).startsWith("403 to POST /api/v3/app/installations/");
        });

        int sent = server.requests().all().size();
        assertThatThrownBy(() -> tokens.forGit("vault"))
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining("was not sent: GitHub limits app:slipway-sandbox@acme");
        assertThatThrownBy(() -> clients.connector(account).read("/orgs/acme")).isInstanceOf(ApplicationFailure.class);
        assertThat(server.requests().all()).hasSize(sent);
    }

    @Test
    void aSuspendedInstallationIsSuspendedToWhoeverAsksUntilItIsNot() throws Exception {
        AccountInspector inspector = new AccountInspector(clients);
        inspector.look(account);
        server.app().suspend(FULL, true);

        assertThat(inspector.inspect(account).blocked()).isEqualTo(BlockReason.SUSPENDED);
        assertThat(inspector.inspect(account).problem()).contains("installation in acme is suspended");
        assertThatThrownBy(() -> clients.connector(account).read("/orgs/acme")).isInstanceOf(Refusal.class);
        assertThat(troubles).extracting(AccountTrouble::reason).containsOnly(BlockReason.SUSPENDED);
        server.app().suspend(FULL, false);
        assertThat(inspector.inspect(account).blocked()).isNull();
        clients.connector(account).read("/orgs/acme");
    }
}
