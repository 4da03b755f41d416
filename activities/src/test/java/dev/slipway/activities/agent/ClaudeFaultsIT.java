package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.activities.toolchain.InstalledAgents;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.Billing;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real Claude Code CLI, with all that can go wrong at its provider's end. */
class ClaudeFaultsIT {
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    Path root;

    private Path claude;
    private LoneAgent agent;

    @BeforeEach
    void start() throws Exception {
        claude = InstalledAgents.claude();
        agent = new LoneAgent(root);
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'token-revoked'} | AUTH_FAILED",
                "{'kind':'permission-denied'} | AUTH_FAILED",
                "{'kind':'rate-limited','retryAfter':'1s'} | RATE_LIMITED",
                "{'kind':'rate-limited','retryAfter':'1h'} | RATE_LIMITED",
                "{'kind':'server-error','status':500} | OVERLOADED",
                "{'kind':'overloaded'} | OVERLOADED",
                "{'kind':'drop-before'} | OVERLOADED",
                "{'kind':'stream-cut'} | OVERLOADED",
                "{'kind':'context-exceeded'} | CONTEXT_EXCEEDED",
                "{'kind':'credit-exhausted'} | CREDIT_EXHAUSTED",
                "{'kind':'content-refused'} | CONTENT_REFUSED",
            })
    void tellsTheProvidersTroublesApart(String fault, AgentOutcome outcome) throws Exception {
        agent.fault(fault);

        AgentReport report = run(seat(false), LONG, Map.of());

        assertThat(report.outcome()).as(report.headline()).isEqualTo(outcome);
        assertThat(report.until()).isNull();
        assertThat(report.headline()).isNotBlank();
    }

    @Test
    void aModelThatNeverAnswersIsItsProvidersTrouble() throws Exception {
        agent.fault("{'kind':'hang'}");

        AgentReport report = run(seat(false), LONG, Map.of("API_TIMEOUT_MS", "2000", "CLAUDE_CODE_MAX_RETRIES", "1"));

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.OVERLOADED);
    }

    @Test
    void aModelThatNeverAnswersUsesUpNoAttemptWhereTheTimeRunsOutFirst() throws Exception {
        agent.fault("{'kind':'hang'}");

        AgentReport report = run(
                seat(false),
                Duration.ofSeconds(30),
                Map.of("API_TIMEOUT_MS", "1000", "CLAUDE_CODE_MAX_RETRIES", "1000"));

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.OVERLOADED);
    }

    @Test
    void aRunThatIsInterruptedAsSoonAsItHasBegunGoesOnWithItsSession() throws Exception {
        agent.fault("{'kind':'hang'}");
        agent.onSession(id -> agent.terminate());

        AgentReport interrupted = run(seat(false), LONG, Map.of());
        assertThat(sessionFile(interrupted.session()))
                .as("kept when it was asked to end")
                .isPresent();
        agent.fault(null);
        agent.onSession(id -> {});
        AgentReport resumed = agent.run(
                settings(seat(false), Map.of()),
                LoneAgent.prompt("generate", "Build it."),
                interrupted.session(),
                LONG);

        assertThat(interrupted.outcome()).as(interrupted.headline()).isEqualTo(AgentOutcome.INTERRUPTED);
        assertThat(interrupted.exitCode()).isEqualTo(143);
        assertThat(resumed.outcome()).as(resumed.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(resumed.session()).isEqualTo(interrupted.session());
    }

    private Optional<Path> sessionFile(String id) throws IOException {
        Path sessions = agent.home.resolve(".claude/projects");
        if (!Files.isDirectory(sessions)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(sessions)) {
            return files.filter(file -> file.endsWith(id + ".jsonl")).findFirst();
        }
    }

    @Test
    void aSilentRunIsEndedAsStalled() throws Exception {
        agent.fault("{'kind':'hang'}");

        AgentReport report = agent.run(
                settings(seat(false), Map.of()),
                LoneAgent.prompt("generate", "Build it."),
                null,
                LONG,
                Duration.ofSeconds(8));

        assertThat(report.outcome()).isEqualTo(AgentOutcome.STALLED);
        assertThat(report.session()).isNotBlank();
    }

    @Test
    void knowsASessionLimitAndItsEnd() throws Exception {
        agent.fault("{'kind':'session-limit','resetsIn':'3h'}");

        AgentReport report = run(seat(true), LONG, Map.of());

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.SESSION_LIMIT);
        assertThat(report.until())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(150)),
                        Instant.now().plus(Duration.ofMinutes(181)));
    }

    @Test
    void knowsAWeeklyLimitAndItsEnd() throws Exception {
        agent.fault("{'kind':'weekly-limit','resetsIn':'30h'}");

        AgentReport report = run(seat(true), LONG, Map.of());

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.WEEKLY_LIMIT);
        assertThat(report.until())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(29)), Instant.now().plus(Duration.ofHours(31)));
    }

    @Test
    void aRunEndsAtWhatItMayCost() throws Exception {
        agent.mostUsd(new BigDecimal("0.01"));

        AgentReport report = run(seat(false), LONG, Map.of());

        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.SPEND_LIMIT);
        assertThat(report.costUsd()).isPositive();
    }

    @Test
    void aToolThatARuleForbidsIsNamedAndNothingIsDone() throws Exception {
        Path settings = agent.home.resolve(".claude/settings.json");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"permissions\": {\"deny\": [\"Edit(**)\", \"Write(**)\"]}}");
        String before = TreeFingerprint.of(agent.tree);

        AgentReport report = run(seat(false), LONG, Map.of());

        assertThat(report.deniedTools()).contains("Write");
        boolean changed = !TreeFingerprint.of(agent.tree).equals(before);
        assertThat(OutcomeClassifier.afterLooking(report.outcome(), report.deniedTools(), changed))
                .as(report.headline())
                .isEqualTo(AgentOutcome.PERMISSION_DENIED);
    }

    @Test
    void aLimitThatIsOnlyQuotedChangesNothing() throws Exception {
        agent.fault("{'kind':'quoted-limit'}");

        AgentReport report = run(seat(true), LONG, Map.of());

        assertThat(Files.readString(agent.transcript())).contains("usage limit reached");
        assertThat(report.outcome()).as(report.headline()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(report.until()).isNull();
    }

    private AgentReport run(SeatSettings seat, Duration timeout, Map<String, String> variables) throws Exception {
        return agent.run(settings(seat, variables), LoneAgent.prompt("generate", "Build it."), null, timeout);
    }

    private static SeatSettings seat(boolean subscription) {
        SecretRef key = new SecretRef.Literal(new Secret("sk-ant-sandbox-agent"));
        return subscription
                ? new SeatSettings("seat", Billing.SUBSCRIPTION, null, key)
                : new SeatSettings("seat", Billing.METERED, key, null);
    }

    private AgentSettings settings(SeatSettings seat, Map<String, String> variables) {
        Map<String, SecretRef> env = new HashMap<>();
        variables.forEach((name, value) -> env.put(name, new SecretRef.Literal(new Secret(value))));
        return new AgentSettings(
                AgentHost.agentName(),
                AgentKind.CLAUDE,
                List.of(claude.toString()),
                null,
                URI.create(agent.sandbox.url() + "/model"),
                0,
                List.of(),
                env,
                List.of(seat),
                AgentSettings.STALL_AFTER);
    }
}
