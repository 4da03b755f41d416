package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountName;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountInspectorTest {
    @TempDir
    Path folder;

    private SandboxAccounts sandbox;
    private AccountInspector inspector;

    @BeforeEach
    void start() throws Exception {
        sandbox = new SandboxAccounts(folder);
        inspector = new AccountInspector(sandbox.clients);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private AnnouncedAccount inspect(String name) {
        return inspector.inspect(sandbox.account(name));
    }

    private AnnouncedAccount inspect(String owner, String token) {
        return inspector.inspect(
                new AccountSettings(new AccountName("extra"), owner, new SecretRef.Literal(new Secret(token)), 3));
    }

    @Test
    void findsWhereAUserCanCreateRepositories() {
        AnnouncedAccount one = inspect("one");
        assertThat(one.login()).isEqualTo("factory-1");
        assertThat(one.owner()).isEqualTo("factory-1");
        assertThat(one.owners()).containsExactlyInAnyOrder("factory-1", "acme", "acme-closed");
        assertThat(one.blocked()).isNull();

        AnnouncedAccount two = inspect("two");
        assertThat(two.owner()).isEqualTo("acme");
        assertThat(two.owners())
                .as("members create nothing in acme-closed")
                .containsExactlyInAnyOrder("factory-2", "acme");
        assertThat(two.problem()).isNull();
    }

    @Test
    void saysThatAnOwnerIsOutOfReach() {
        AnnouncedAccount account = inspect("acme-closed", sandbox.server.token("factory-2"));
        assertThat(account.blocked()).isEqualTo(BlockReason.FORBIDDEN);
        assertThat(account.problem()).contains("factory-2", "acme-closed", "owner");
        assertThat(account.maxProjects()).isEqualTo(3);
    }

    @Test
    void saysWhichScopeIsMissing() {
        String weak = sandbox.server.tokens().stream()
                .filter(token ->
                        token.login().equals("outsider") && token.scopes().contains("public_repo"))
                .findFirst()
                .orElseThrow()
                .value();
        AnnouncedAccount account = inspect(null, weak);
        assertThat(account.blocked()).isEqualTo(BlockReason.FORBIDDEN);
        assertThat(account.problem()).contains("repo", "public_repo").doesNotContain(weak);
    }

    @Test
    void acceptsAFineGrainedToken() {
        String token = sandbox.server.tokens().stream()
                .map(found -> found.value())
                .filter(value -> value.startsWith("github_pat_"))
                .findFirst()
                .orElseThrow();
        AnnouncedAccount account = inspect(null, token);
        assertThat(account.login()).isEqualTo("factory-2");
        assertThat(account.blocked()).isNull();
    }

    @Test
    void knowsAnInstallationByItsOwner() {
        AnnouncedAccount bot = inspect("bot");
        assertThat(bot.login()).isEqualTo("app:acme");
        assertThat(bot.owners()).containsExactly("acme");
        assertThat(sandbox.requests).noneMatch(line -> line.equals("GET /user"));
    }

    @Test
    void blocksATokenThatIsNotAccepted() {
        AnnouncedAccount wrong = inspect("wrong");
        assertThat(wrong.blocked()).isEqualTo(BlockReason.UNAUTHORIZED);
        assertThat(wrong.problem()).contains("renew").doesNotContain("ghp_");
    }

    @Test
    void failsWhereGitHubCannotBeReached() {
        sandbox.close();
        assertThatThrownBy(() -> inspect("one"))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("UNAVAILABLE"));
    }
}
