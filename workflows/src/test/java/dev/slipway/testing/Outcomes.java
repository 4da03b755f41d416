package dev.slipway.testing;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.TokenUsage;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.AgentName;
import dev.slipway.scan.Finding;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Phase;
import dev.slipway.verification.Verification;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.Published;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Outcomes of steps, as large as real ones. */
public final class Outcomes {
    private static final ArtifactRef ARTIFACT =
            new ArtifactRef("file:project/demo/token-vault/k3y00001/step/transcript.ndjson", 48_123, "0".repeat(64));

    private Outcomes() {}

    public static AgentResult worked(AgentRun run) {
        return agent(run, AgentOutcome.COMPLETED, null, "wrote 3 files");
    }

    /** Works until its workflow does not want it any more, as a host with an agent's process does. */
    public static AgentResult worksUntilStopped(AgentRun run) {
        ActivityCanceledException unused = awaitStop();
        return agent(run, AgentOutcome.INTERRUPTED, null, "");
    }

    /** Builds until its workflow does not want it any more, and says so, as a host does. */
    public static Verification buildsUntilStopped() {
        throw awaitStop();
    }

    private static ActivityCanceledException awaitStop() {
        var activity = Activity.getExecutionContext();
        AtomicReference<ActivityCanceledException> stop = new AtomicReference<>();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                activity.heartbeat(null);
                return false;
            } catch (ActivityCanceledException stopped) {
                stop.set(stopped);
                return true;
            }
        });
        return stop.get();
    }

    public static AgentResult agent(AgentRun run, AgentOutcome outcome, @Nullable Instant until, String headline) {
        return agent(run, outcome, until, headline, List.of());
    }

    public static AgentResult agent(
            AgentRun run, AgentOutcome outcome, @Nullable Instant until, String headline, List<Finding> findings) {
        return new AgentResult(
                run.seat() == null
                        ? AgentName.of("scripted")
                        : run.seat().seat().agent(),
                outcome,
                until,
                "0b9f3a52-51f5-4f0c-8a55-3f1f4c8d0a11",
                "scripted-1",
                7,
                new BigDecimal("0.0421"),
                false,
                new TokenUsage(1200, 800, 50_000, 2_000),
                List.of(),
                outcome == AgentOutcome.CRASHED ? 1 : 0,
                headline,
                Duration.ofSeconds(2),
                ARTIFACT,
                "4f1c9d0e5b7a4f1c9d0e5b7a4f1c9d0e5b7a4f1c",
                outcome.worked() && outcome != AgentOutcome.NO_CHANGE,
                findings,
                findings.isEmpty() ? null : ARTIFACT);
    }

    public static Verification green() {
        return new Verification(
                true,
                null,
                List.of(
                        new CommandRun(Phase.PREPARE, "npm ci --ignore-scripts", 0, false, Duration.ofMillis(2_100)),
                        new CommandRun(Phase.COMPILE, "solcjs --bin contracts/*.sol", 0, false, Duration.ofMillis(900)),
                        new CommandRun(Phase.TEST, "node --test", 0, false, Duration.ofMillis(700))),
                "",
                ARTIFACT,
                null,
                Duration.ofSeconds(4));
    }

    public static Verification red(String headline) {
        return new Verification(
                false,
                Phase.COMPILE,
                List.of(
                        new CommandRun(Phase.PREPARE, "npm ci --ignore-scripts", 0, false, Duration.ofMillis(2_100)),
                        new CommandRun(
                                Phase.COMPILE, "solcjs --bin contracts/*.sol", 1, false, Duration.ofMillis(900))),
                headline,
                ARTIFACT,
                ARTIFACT,
                Duration.ofSeconds(3));
    }

    public static Published pushed() {
        return new Published("4f1c9d0e5b7a4f1c9d0e5b7a4f1c9d0e5b7a4f1c", true, List.of(), null, 3);
    }

    public static Published heldBack() {
        return new Published("", true, List.of(finding()), ARTIFACT, 3);
    }

    /** Others pushed to the branch meanwhile. */
    public static Published overtaken() {
        return new Published("", true, List.of(), null, 3, true, List.of());
    }

    /** What others pushed goes together with the work. */
    public static CaughtUp broughtIn() {
        return new CaughtUp("slipway/k3y00001 at 4f1c9d0e5b", List.of(), List.of(), null);
    }

    /** What others pushed does not go together with the work. */
    public static CaughtUp conflicting(String... paths) {
        return new CaughtUp("main at 4f1c9d0e5b", List.of(paths), List.of(), ARTIFACT);
    }

    public static Finding finding() {
        return new Finding("generic-api-key", "src/config.js", 12, "src/config.js:generic-api-key:12");
    }
}
