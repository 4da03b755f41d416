package dev.slipway.activities.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.artifact.Redaction;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostClaimTest {
    private static final String KEY = "a-key-that-was-printed";
    private static final Path SESSIONS = Path.of(".agent", "projects");

    @TempDir
    Path root;

    private SlipwayHome home;
    private WorkspaceFolder workspace;

    @BeforeEach
    void leave() throws IOException {
        home = new SlipwayHome(root.resolve("state"), root.resolve("cache"), root.resolve("config"));
        workspace = new WorkspaceFolder(home.workspaces().resolve("abcdefgh"));
        workspace.create();
    }

    @Test
    void oneAtATimeHasIt() throws IOException {
        try (HostClaim first = HostClaim.take(home)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> HostClaim.take(home))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("SLIPWAY_STATE_DIR");
        }
        HostClaim.take(home).close();
    }

    @Test
    void endsWhatAnEarlierWorkerLeftRunningAndNothingElse() throws Exception {
        Process left = sleeping(workspace.home());
        Process other = sleeping(root.resolve("state-of-another/workspaces/abcdefgh/home"));
        try (HostClaim claim = HostClaim.take(home)) {
            assertThat(claim.endProcesses()).isEqualTo(1);
            assertThat(left.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void takesSecretsOutOfWhatAKilledWorkerWroteAndFollowsNoLink() throws IOException {
        Path log = Files.writeString(workspace.log("1-generate"), "KEY=" + KEY + "\nrest");
        Path session = workspace.home().resolve(SESSIONS).resolve("here/s.jsonl");
        Files.createDirectories(session.getParent());
        Files.writeString(session, "{\"text\":\"" + KEY + "\"}\n");
        Path outside = Files.createDirectories(root.resolve("outside/projects"));
        Files.writeString(outside.resolve("s.jsonl"), KEY);
        WorkspaceFolder linked = new WorkspaceFolder(home.workspaces().resolve("bcdefghi"));
        linked.create();
        Files.createSymbolicLink(linked.home().resolve(".agent"), outside.getParent());
        Files.createSymbolicLink(linked.root().resolve("logs/x.log"), outside.resolve("s.jsonl"));

        try (HostClaim claim = HostClaim.take(home)) {
            claim.clean(new Redaction(List.of(new Secret(KEY))), Set.of(SESSIONS));
        }

        assertThat(log).hasContent("KEY=[redacted]\nrest");
        assertThat(session).hasContent("{\"text\":\"[redacted]\"}\n");
        assertThat(outside.resolve("s.jsonl")).hasContent(KEY);
    }

    private static Process sleeping(Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }
}
