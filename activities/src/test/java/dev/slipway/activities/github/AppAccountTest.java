package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.account.WriteSlots;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.app.Installation;
import dev.slipway.settings.installation.AccountCredential;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.failure.ApplicationFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GitHub App's installations as accounts, end to end on the sandbox. */
class AppAccountTest {
    private static final String API = "/app/installations/";

    @TempDir
    Path folder;

    private SandboxServer server;
    private GitHubClients clients;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(SandboxOptions.in(folder).withUsers(2).withTokenLifetime(Duration.ofMinutes(30)));
        clients = new GitHubClients(
                new GitHubSettings(URI.create(server.apiUrl()), URI.create(server.url()), Duration.ofMillis(1)),
                List.of(account("factory", Installation.FULL.id(), "acme")),
                new SecretResolver(Map.of())::resolve);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AccountSettings account(String name, long installation, String owner) {
        return new AccountSettings(
                AccountName.of(name),
                owner,
                new AccountCredential.App(
                        GitHubApp.ID,
                        installation,
                        new SecretRef.File(server.app().keyFile())),
                0);
    }

    private Inspection look(long installation, String owner) {
        return new AccountInspector(clients).look(account("other", installation, owner));
    }

    private long asked(String path) {
        return server.requests().all().stream()
                .filter(entry -> entry.path().contains(path))
                .count();
    }

    @Test
    void anInstallationCreatesARepositoryInItsOrganisation() {
        AnnouncedAccount found =
                new AccountInspector(clients).inspect(account("factory", Installation.FULL.id(), "acme"));
        assertThat(found.blocked()).as(found.problem()).isNull();
        assertThat(found.login()).isEqualTo("app:slipway-sandbox@acme");
        assertThat(found.owners()).containsExactly("acme");

        AccountLease lease = new AccountLease(
                AccountName.of("factory"),
                found.login(),
                "acme",
                1,
                Instant.now().plusSeconds(600));
        Repository made = new RepositoryActivitiesImpl(clients, new WritePacing(Duration.ofMillis(1)))
                .ensure(new EnsureRepository(
                        new RepositoryId("acme", "vault"),
                        "project/b/vault",
                        "A vault",
                        Visibility.PRIVATE,
                        "main",
                        OnNameTaken.SUFFIX,
                        lease,
                        WriteSlots.NONE));
        assertThat(made.created()).isTrue();
        assertThat(asked("/access_tokens")).isEqualTo(1);
        assertThat(server.requests().all()).noneMatch(entry -> entry.path().startsWith("/api/v3/user"));
    }

    @Test
    void aPushGetsATokenThatReachesItsRepositoryOnly() throws Exception {
        anInstallationCreatesARepositoryInItsOrganisation();
        Secret token = clients.token(AccountName.of("factory"), new RepositoryId("acme", "vault"));
        var narrowed = server.app().caller(token.reveal()).orElseThrow();
        assertThat(narrowed.granted("contents", "write")).isTrue();
        assertThat(narrowed.granted("workflows", "write")).isTrue();
        assertThat(narrowed.granted("administration", "read")).isFalse();
        assertThat(narrowed.token().grant().repositories()).hasSize(1);
        assertThat(clients.token(AccountName.of("factory"), new RepositoryId("acme", "vault"))
                        .reveal())
                .isEqualTo(token.reveal());
        assertThat(token).hasToString("***");
    }

    @Test
    void saysWhatAnInstallationLacksAndWhereAppsCreateNothing() {
        Inspection narrow = look(Installation.NARROW.id(), null);
        assertThat(narrow.account().blocked()).isEqualTo(BlockReason.FORBIDDEN);
        assertThat(narrow.account().problem()).contains("acme-closed lacks administration: write");
        assertThat(narrow.missing()).containsExactly("administration: write", "workflows: write");

        Inspection user = look(Installation.OF_USER.id(), null);
        assertThat(user.account().problem()).contains("Apps create repositories only in organisations");
        assertThat(look(Installation.FULL.id(), "acme-closed").account().problem())
                .contains("not in acme-closed");
        assertThat(look(4711, null).account().blocked()).isNotNull();
    }

    @Test
    void renewsATokenBeforeItExpiresByGitHubsClockThoughTheLocalOneIsMinutesOff() throws Exception {
        Instant[] local = {Instant.now().plus(Duration.ofMinutes(17))};
        InstallationTokens tokens = new InstallationTokens(
                HttpClient.newHttpClient(),
                URI.create(server.apiUrl()),
                AccountName.of("factory"),
                new AccountCredential.App(
                        GitHubApp.ID,
                        Installation.FULL.id(),
                        new SecretRef.File(server.app().keyFile())),
                () -> new SecretResolver(Map.of())
                        .resolve(new SecretRef.File(server.app().keyFile())),
                new ServerClock(() -> local[0]),
                new Principals(() -> local[0], PoolReports.NONE));
        String first = tokens.token().reveal();
        local[0] = local[0].plus(Duration.ofMinutes(20));
        assertThat(tokens.token().reveal()).isEqualTo(first);
        local[0] = local[0].plus(Duration.ofMinutes(6));
        String second = tokens.token().reveal();
        assertThat(second).isNotEqualTo(first);
        assertThat(tokens.refused(new Secret(second))).isTrue();
        assertThat(tokens.token().reveal()).isNotEqualTo(second);
        assertThat(tokens.refused(new Secret(second)))
                .as("refused to one who used it while another renewed it")
                .isTrue();
    }

    @Test
    void aWrongKeyIsTheAccountsTroubleAndSaysNothingOfIt() throws Exception {
        SandboxServer other = SandboxServer.start(SandboxOptions.in(folder.resolve("other")));
        try (other) {
            AccountSettings wrong = new AccountSettings(
                    AccountName.of("wrong"),
                    null,
                    new AccountCredential.App(
                            GitHubApp.ID,
                            Installation.FULL.id(),
                            new SecretRef.File(other.app().keyFile())),
                    0);
            AnnouncedAccount found = new AccountInspector(clients).inspect(wrong);
            assertThat(found.blocked()).isEqualTo(BlockReason.UNAUTHORIZED);
            assertThat(found.problem())
                    .contains(API + Installation.FULL.id(), "The private key is none of this App's")
                    .doesNotContain("eyJ");
        }
        AnnouncedAccount uninstalled = look(5, "acme").account();
        assertThat(uninstalled.blocked()).isEqualTo(BlockReason.FORBIDDEN);
        assertThat(uninstalled.problem()).contains("The App has no such installation");
        assertThatThrownBy(() -> clients.token(AccountName.of("factory"), new RepositoryId("acme", "nothing")))
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining("422");
    }
}
