package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.activities.toolchain.InstalledAgents;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Claude Code CLI, isolated, against the sandbox's model endpoint. */
class ClaudeAgentIT {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    Path root;

    private Path claude;
    private AgentHost host;

    @BeforeEach
    void start() throws Exception {
        claude = InstalledAgents.claude();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        host = new AgentHost(root, launcher, environment);
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void generatesAndFixesInOneSession() throws Exception {
        host.start(agent("sk-ant-sandbox-agent", 0));
        host.open(1);

        AgentResult first = host.run(1, "1-generate", AgentTask.GENERATE, "solc", null, null, LONG);
        ArtifactRef failure =
                host.artifacts.put("runkey01/2-verify/excerpt.txt", "DeclarationError: Undeclared identifier.");
        AgentResult second = host.run(1, "3-fix", AgentTask.FIX, "solc", failure, first.agentSession(), LONG);

        assertThat(first.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(first.commit()).hasSize(40);
        assertThat(first.tokens().output()).isPositive();
        assertThat(first.costUsd()).isPositive();
        assertThat(first.turns()).isGreaterThan(1);
        assertThat(first.deniedTools()).isEmpty();
        assertThat(second.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(second.agentSession()).isEqualTo(first.agentSession());
        assertThat(second.commit()).isNotEqualTo(first.commit());
    }

    @Test
    void aSessionThatIsUnknownBeginsAnew() {
        host.start(agent("sk-ant-sandbox-agent", 0));
        host.open(1);
        String unknown = "00000000-0000-4000-8000-000000000000";
        host.run(1, "1-generate", AgentTask.GENERATE, "solc", null, null, LONG);

        AgentResult result = host.run(1, "2-generate", AgentTask.GENERATE, "solc", null, unknown, LONG);

        assertThat(result.outcome()).isIn(AgentOutcome.COMPLETED, AgentOutcome.NO_CHANGE);
        assertThat(result.agentSession()).isNotEqualTo(unknown);
    }

    @Test
    void knowsAKeyThatIsRefusedAndARunThatIsCutShort() {
        host.start(agent("sk-ant-of-somebody-else", 0));
        host.open(1);
        AgentResult refused = host.run(1, "1-generate", AgentTask.GENERATE, "solc", null, null, LONG);
        assertThat(refused.outcome()).isEqualTo(AgentOutcome.AUTH_FAILED);
        assertThat(refused.headline()).isNotEmpty();
        host.close(1);

        host.start(agent("sk-ant-sandbox-agent", 1));
        host.open(2);
        assertThat(host.run(2, "2-generate", AgentTask.GENERATE, "solc", null, null, LONG)
                        .outcome())
                .isEqualTo(AgentOutcome.TURN_LIMIT);
    }

    private AgentSettings agent(String key, int turns) {
        return new AgentSettings(
                AgentHost.agentName(),
                AgentKind.CLAUDE,
                List.of(claude.toString()),
                null,
                URI.create(host.github.url() + "/model"),
                turns,
                List.of(),
                Map.of(),
                List.of(new SeatSettings("seat", Billing.METERED, new SecretRef.Literal(new Secret(key)), null)),
                AgentSettings.STALL_AFTER);
    }
}
