package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.Billing;
import dev.slipway.agent.SeatLease;
import dev.slipway.failure.FailureType;
import dev.slipway.run.SeatId;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunSettled;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs under a lease: whether they may start, what is told of them, and that it is told once. */
class LeasedRunIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final SeatLease LEASE =
            new SeatLease("project/demo/thing", SeatId.of("tested/default"), Billing.METERED, 77);
    private static final RunAnswer CANARY = new RunAnswer(true, true, "", null, false);

    @TempDir
    Path root;

    private AgentHost host;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", Files.createDirectories(root.resolve("user")).toString());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        host = new AgentHost(root, launcher, environment);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void withoutTheSeatNoAgentIsStarted() {
        host.start(agent(AgentKind.COMMAND, "date +%N > work.txt"));
        host.open(1);
        host.desk.answer(question -> new RunAnswer(false, false, "the lease is over", null, false));

        assertThatThrownBy(() -> host.runLeased(1, "1-generate", LEASE, LONG))
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureType.SEAT_LOST.name());
                    assertThat(failure.getOriginalMessage()).contains("the lease is over");
                });

        assertThat(host.folder().tree().resolve("work.txt")).doesNotExist();
        assertThat(host.folder().log("1-generate")).doesNotExist();
        assertThat(host.desk.settled).isEmpty();
    }

    @Test
    void aRunIsSettledOnceHoweverOftenItsStepIsRepeated() {
        host.start(agent(AgentKind.COMMAND, "date +%N >> work.txt"));
        host.open(1);

        AgentResult first = host.runLeased(1, "1-generate", LEASE, LONG);
        AgentResult repeated = host.runLeased(1, "1-generate", LEASE, LONG);

        assertThat(repeated).isEqualTo(first);
        assertThat(host.desk.settled).singleElement().satisfies(settled -> {
            assertThat(settled.lease()).isEqualTo(LEASE);
            assertThat(settled.step()).isEqualTo("1-generate");
            assertThat(settled.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        });
    }

    @Test
    void aSettlementThatDidNotGetThroughIsMadeUpForWithoutAnotherRun() {
        host.start(agent(AgentKind.COMMAND, "date +%N >> work.txt"));
        host.open(1);
        host.desk.breakNextSettlement();

        assertThatThrownBy(() -> host.runLeased(1, "1-generate", LEASE, LONG)).isInstanceOf(ActivityFailure.class);
        assertThat(host.desk.settled).isEmpty();
        assertThat(host.runLeased(1, "1-generate", LEASE, LONG).outcome()).isEqualTo(AgentOutcome.COMPLETED);

        assertThat(host.desk.settled).hasSize(1);
        assertThat(host.desk.asked).as("asked once, since it ran once").hasSize(1);
        assertThat(host.folder().tree().resolve("work.txt")).content().hasLineCount(1);
    }

    @Test
    void aRunThatIsInterruptedIsSettledAndItsSessionKept() {
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                mkdir -p $HOME/.claude/projects/here; echo '{}' > $HOME/.claude/projects/here/s-1.jsonl
                echo '{"type":"system","subtype":"init","session_id":"s-1","model":"m"}'
                echo '{"type":"assistant","message":{"id":"m1","usage":{"input_tokens":7,"output_tokens":2}}}'; sleep 1000
                """);
        host.start(claude);
        host.open(1);
        CompletableFuture<AgentResult> run =
                CompletableFuture.supplyAsync(() -> host.runLeased(1, "1-generate", LEASE, Duration.ofMinutes(10)));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(host.folder().root().resolve("outcomes/1-generate.session.json")));
        host.stop();
        await().atMost(60, TimeUnit.SECONDS).until(run::isDone);

        assertThat(run).isCompletedExceptionally();
        assertThat(host.desk.settled)
                .singleElement()
                .extracting(RunSettled::outcome)
                .isEqualTo(AgentOutcome.INTERRUPTED);
        assertThat(host.home.artifacts().resolve("runkey01/sessions/tested.zip"))
                .exists();
    }

    @Test
    void aCanaryIsAnnouncedBeforeItsAgentStartsAndAgainWhenItsModelAnswers() {
        host.start(agent(AgentKind.CLAUDE, """
                date +%N > work.txt
                echo '{"type":"system","subtype":"init","session_id":"s-1","model":"m"}'
                echo '{"type":"assistant","message":{"id":"m1","usage":{"input_tokens":7,"output_tokens":2}}}'
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-1"}'
                """));
        host.open(1);
        Path begun = host.folder().tree().resolve("work.txt");
        host.desk.answer(question -> CANARY);
        boolean[] beganBefore = {true};
        host.desk.onBegun(told -> beganBefore[0] &= told.answered() || !Files.exists(begun));

        host.runLeased(1, "1-generate", LEASE, LONG);

        await().until(() -> host.desk.begun.size() == 2);
        assertThat(host.desk.begun).containsExactly(new CanaryBegun(LEASE, false), new CanaryBegun(LEASE, true));
        assertThat(beganBefore[0]).isTrue();
    }

    @Test
    void nobodyIsToldOfARunThatIsNoCanary() {
        host.start(agent(AgentKind.COMMAND, "date +%N > work.txt"));
        host.open(1);

        host.runLeased(1, "1-generate", LEASE, LONG);

        assertThat(host.desk.begun).isEmpty();
    }

    @Test
    void aHostThatWorkGoesBackToTakesTheSessionFromWhereItWorkedSince() throws Exception {
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                echo '{"type":"system","subtype":"init","session_id":"s-3","model":"m"}'
                mkdir -p $HOME/.claude/projects/here; echo ran >> $HOME/.claude/projects/here/s-3.jsonl
                date +%N >> work.txt
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-3"}'
                """);
        host.start(claude);
        host.open(1);
        host.run(1, "1-generate", LONG);
        Path here = host.folder().root();
        Path aside = root.resolve("first-host");
        host.stop();

        // The work goes on at another host, and comes back to the first.
        Files.move(here, aside);
        host.start(claude);
        host.open(2);
        host.run(2, "2-fix", "s-3", LONG);
        transcript().hasLineCount(2);
        host.stop();
        Files.move(here, root.resolve("second-host"));
        Files.move(aside, here);
        host.start(claude);
        host.open(3);
        host.run(3, "3-fix", "s-3", LONG);

        transcript().hasLineCount(3);
    }

    @Test
    void whatAHostHasBeyondTheStoreIsNotTakenBack() throws Exception {
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                echo '{"type":"system","subtype":"init","session_id":"s-4","model":"m"}'
                mkdir -p $HOME/.claude/projects/here; echo ran >> $HOME/.claude/projects/here/s-4.jsonl
                date +%N >> work.txt
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-4"}'
                """);
        host.start(claude);
        host.open(1);
        host.run(1, "1-generate", LONG);
        // As of a run that was cut off with its worker, before anything was stored.
        Files.writeString(host.folder().home().resolve(".claude/projects/here/s-4.jsonl"), "ran\ncut off\n");

        host.run(1, "2-fix", "s-4", LONG);

        assertThat(host.folder().home().resolve(".claude/projects/here/s-4.jsonl"))
                .hasContent("ran\ncut off\nran\n");
    }

    private AbstractStringAssert<?> transcript() throws Exception {
        return assertThat(Files.readString(host.folder().home().resolve(".claude/projects/here/s-3.jsonl")));
    }

    private AgentSettings agent(AgentKind kind, String script) {
        return new AgentSettings(
                AgentHost.agentName(),
                kind,
                List.of("/bin/sh", "-c", script, "agent"),
                null,
                null,
                0,
                List.of(),
                Map.of(),
                List.of(),
                AgentSettings.STALL_AFTER);
    }
}
