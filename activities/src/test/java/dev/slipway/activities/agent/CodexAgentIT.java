package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.activities.toolchain.InstalledAgents;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real Codex CLI, isolated, against the sandbox's model endpoint. */
class CodexAgentIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String KEY = "sk-ant-sandbox-codex";

    @TempDir
    Path root;

    private Path codex;
    private LoneAgent agent;

    @BeforeEach
    void start() throws Exception {
        codex = InstalledAgents.codex();
        agent = new LoneAgent(root);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void generatesAndFixesInOneSession() throws Exception {
        AgentReport first = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG);
        Path contract = agent.tree.resolve("contracts/Thing.sol");
        String before = Files.readString(contract);
        AgentReport second = agent.run(
                settings(KEY),
                LoneAgent.prompt("fix", "DeclarationError: Undeclared identifier."),
                first.session(),
                LONG);

        assertThat(first.outcome()).as(first.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(first.session()).isNotBlank();
        assertThat(first.model()).isEqualTo("script-book");
        assertThat(first.turns()).isPositive();
        assertThat(first.tokens().input()).isPositive();
        assertThat(first.tokens().cacheRead()).isPositive();
        assertThat(second.outcome()).as(second.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(second.session()).isEqualTo(first.session());
        assertThat(Files.readString(contract)).isNotEqualTo(before);
        // What the thread used before is not counted again.
        assertThat(second.tokens().output()).isLessThan(first.tokens().output());
        assertThat(Files.readString(agent.transcript())).doesNotContain(KEY);
    }

    @Test
    void aSessionThatIsUnknownBeginsAnew() throws Exception {
        String unknown = "00000000-0000-4000-8000-000000000000";

        AgentReport report = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), unknown, LONG);

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report.session()).isNotEqualTo(unknown);
    }

    @Test
    void knowsAKeyThatIsRefused() throws Exception {
        AgentReport report =
                agent.run(settings("sk-of-somebody-else"), LoneAgent.prompt("generate", "Build it."), null, LONG);

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.AUTH_FAILED);
        assertThat(report.headline()).contains("401");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'token-revoked'} | AUTH_FAILED",
                "{'kind':'rate-limited','retryAfter':'1s'} | RATE_LIMITED",
                "{'kind':'rate-limited','retryAfter':'1h'} | RATE_LIMITED",
                "{'kind':'server-error','status':500} | OVERLOADED",
                "{'kind':'overloaded'} | OVERLOADED",
                "{'kind':'stream-cut'} | OVERLOADED",
                "{'kind':'drop-before'} | OVERLOADED",
                "{'kind':'context-exceeded'} | CONTEXT_EXCEEDED",
                "{'kind':'credit-exhausted'} | CREDIT_EXHAUSTED",
                "{'kind':'quoted-limit'} | COMPLETED",
            })
    void tellsTheProvidersTroublesApart(String fault, AgentOutcome outcome) throws Exception {
        agent.fault(fault);

        AgentReport report = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG);

        assertThat(report.outcome()).as(report.headline()).isEqualTo(outcome);
    }

    @Test
    void knowsASessionLimitAndItsEnd() throws Exception {
        agent.fault("{'kind':'session-limit','resetsIn':'3h'}");

        AgentReport report = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG);

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(report.until())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(150)),
                        Instant.now().plus(Duration.ofMinutes(181)));
    }

    @Test
    void knowsAWeeklyLimitAndItsEnd() throws Exception {
        agent.fault("{'kind':'weekly-limit','resetsIn':'30h'}");

        AgentReport report = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG);

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.WEEKLY_LIMIT);
        assertThat(report.until()).isAfter(Instant.now().plus(Duration.ofHours(29)));
    }

    @Test
    void aSilentRunIsEndedAsStalled() throws Exception {
        agent.fault("{'kind':'hang'}");

        AgentReport report =
                agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG, Duration.ofSeconds(8));

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.STALLED);
        assertThat(report.session()).isNotBlank();
    }

    @Test
    void aRunThatTakesTooLongIsEnded() throws Exception {
        agent.fault("{'kind':'hang'}");

        AgentReport report =
                agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, Duration.ofSeconds(12));

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.TIMED_OUT);
        assertThat(report.session()).isNotBlank();
    }

    @Test
    void aRunThatIsInterruptedGoesOnWithItsSession() throws Exception {
        agent.fault("{'kind':'hang'}");
        AtomicReference<CodexSession> begun = new AtomicReference<>(CodexSession.NONE);
        agent.onSession(id -> {
            await().until(() -> {
                begun.set(CodexSession.read(agent.home.resolve(".codex/sessions"), id));
                return !begun.get().model().isEmpty();
            });
            agent.terminate();
        });

        AgentReport interrupted = agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), null, LONG);
        agent.fault(null);
        agent.onSession(id -> {});
        AgentReport resumed =
                agent.run(settings(KEY), LoneAgent.prompt("generate", "Build it."), interrupted.session(), LONG);

        assertThat(interrupted.outcome()).as(interrupted.headline()).isEqualTo(AgentOutcome.INTERRUPTED);
        assertThat(resumed.outcome()).as(resumed.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(resumed.session()).isEqualTo(interrupted.session());
    }

    private AgentSettings settings(String key) {
        return new AgentSettings(
                AgentName.of("codex"),
                AgentKind.CODEX,
                List.of(codex.toString()),
                "script-book",
                URI.create(agent.sandbox.url() + "/model/v1"),
                0,
                List.of(),
                Map.of(),
                List.of(new SeatSettings("seat", Billing.METERED, new SecretRef.Literal(new Secret(key)), null)),
                AgentSettings.STALL_AFTER);
    }
}
