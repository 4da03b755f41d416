package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentRun;
import dev.slipway.change.Cancellation;
import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.CloseWorkspace;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** People stop projects and let them go on. */
class PauseTest extends SteeringScenario {
    @Test
    void finishesTheRunningStepThenPausesUntilSomebodyResumesIt() throws Exception {
        RunningProject project = working();
        Steered asked = steer(project, Kind.PAUSE, "ann");
        assertThat(asked).isEqualTo(new Steered(true, "pauses after its step generate", RunState.RUNNING));
        agentMayEnd.countDown();
        ProjectReport paused = project.awaitState(RunState.PAUSED);

        assertThat(paused.step()).isEqualTo(Step.VERIFY);
        assertThat(paused.reason()).isEqualTo("paused by ann");
        assertThat(world.calls).extracting(FakeHost.Call::step).containsExactly("1-generate");
        assertThat(steer(project, Kind.RESUME, "bob")).isEqualTo(new Steered(true, "goes on", RunState.PAUSED));

        ProjectReport report = project.result();
        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.timeline())
                .extracting(TimelineEntry::what)
                .contains("pause asked for by ann", "paused by ann", "resumed by bob");
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void givesSlotAndAccountBackWhenAPauseGetsLong() {
        // The clock does not skip while a host has a workspace open.
        RunningProject project = working(new ChangeOptions(
                World.OPTIONS.holdHeartbeat(),
                World.OPTIONS.adoptWithin(),
                World.OPTIONS.stepHeartbeat(),
                Duration.ofSeconds(2)));
        steer(project, Kind.PAUSE, "ann");
        agentMayEnd.countDown();
        project.awaitState(RunState.PAUSED);
        assertThat(world.host("host-1").open()).isEqualTo(1);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.host("host-1").open() == 0);
        assertThat(world.host("host-1").closings)
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(org.assertj.core.api.Assertions.tuple(true, false));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(world.pool().accounts()).allMatch(account -> account.leases() == 0));
        steer(project, Kind.RESUME, "ann");
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void stopsTheAgentAtOnceAndGoesOnWithItsSessionAndTheSameAttempt() throws Exception {
        List<AgentRun> runs = new CopyOnWriteArrayList<>();
        world.script.agent = run -> {
            runs.add(run);
            return runs.size() == 1 ? Outcomes.worksUntilStopped(run) : Outcomes.worked(run);
        };
        RunningProject project = started();
        Steered asked = project.workflow().steer(new Steering(Kind.PAUSE, "ann", true, null));
        assertThat(asked.text())
                .isEqualTo("pauses now: its agent is stopped, and goes on with its session when it is resumed");
        assertThat(project.awaitState(RunState.PAUSED).step()).isEqualTo(Step.GENERATE);
        steer(project, Kind.RESUME, "ann");
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.agentRuns()).isEqualTo(2);
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).agentSession()).isNull();
        assertThat(runs.get(1).agentSession())
                .isEqualTo(Outcomes.agent(runs.get(0), AgentOutcome.INTERRUPTED, null, "")
                        .agentSession());
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void saysTheSameTwiceWithoutChangingAnythingTheSecondTime() {
        RunningProject project = working();
        assertThat(steer(project, Kind.RESUME, "ann").changed()).isFalse();
        assertThat(steer(project, Kind.PAUSE, "ann").changed()).isTrue();
        Steered second = steer(project, Kind.PAUSE, "bob");
        assertThat(second.changed()).isFalse();
        assertThat(second.text()).isEqualTo("pauses already: by ann");
        assertThat(steer(project, Kind.RESUME, "bob").text()).isEqualTo("does not pause");
        agentMayEnd.countDown();
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void stopsABuildAtOnceAndRunsItAgainWhenResumed() throws Exception {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() == 1 ? Outcomes.buildsUntilStopped() : Outcomes.green();
        RunningProject project = started();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> builds.get() == 1);
        assertThat(project.workflow()
                        .steer(new Steering(Kind.PAUSE, "ann", true, null))
                        .text())
                .isEqualTo("pauses now: its build is stopped, and runs again when it is resumed");
        assertThat(project.awaitState(RunState.PAUSED).step()).isEqualTo(Step.VERIFY);
        steer(project, Kind.RESUME, "ann");
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "2-verify", "3-push");
        assertThat(report.timeline())
                .extracting(TimelineEntry::what)
                .contains("stopped; it runs again when the project is resumed");
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void runsAStoppedBuildAgainThoughItWasResumedBeforeTheHostHadStoppedIt() {
        AtomicInteger builds = new AtomicInteger();
        CountDownLatch resumed = new CountDownLatch(1);
        world.script.build = request -> {
            if (builds.incrementAndGet() > 1) {
                return Outcomes.green();
            }
            try {
                return Outcomes.buildsUntilStopped();
            } finally {
                await(resumed);
            }
        };
        RunningProject project = started();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> builds.get() == 1);
        project.workflow().steer(new Steering(Kind.PAUSE, "ann", true, null));
        steer(project, Kind.RESUME, "ann");
        resumed.countDown();

        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(builds).hasValue(2);
    }

    @Test
    void finishesAPushAlsoWhereItIsToPauseNow() {
        CountDownLatch pushing = new CountDownLatch(1);
        world.script.publish = request -> {
            pushing.countDown();
            await(agentMayEnd);
            return Outcomes.pushed();
        };
        RunningProject project = started();
        await(pushing);
        assertThat(project.workflow()
                        .steer(new Steering(Kind.PAUSE, "ann", true, null))
                        .text())
                .isEqualTo("pauses after its step push, which is short and is not stopped");
        agentMayEnd.countDown();
        assertThat(project.awaitState(RunState.PAUSED).step()).isEqualTo(Step.PULL_REQUEST);
        assertThat(world.github.opened).isEmpty();
        steer(project, Kind.RESUME, "ann");
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void endsInTheStepForWhichItWantedASlotWhenItIsCancelledBeforeItGotOne() {
        RunningProject project = working(new ChangeOptions(
                World.OPTIONS.holdHeartbeat(),
                World.OPTIONS.adoptWithin(),
                World.OPTIONS.stepHeartbeat(),
                Duration.ofMillis(200)));
        steer(project, Kind.PAUSE, "ann");
        agentMayEnd.countDown();
        project.awaitState(RunState.PAUSED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.host("host-1").open() == 0);
        world.kill("host-1");
        world.kill("host-2");
        steer(project, Kind.RESUME, "ann");
        assertThat(project.awaitState(RunState.WAITING).step()).isEqualTo(Step.WORKSPACE);
        project.stub().cancel(new Cancellation("ann", true).reason());

        assertThat(project.awaitState(RunState.CANCELLED).step()).isEqualTo(Step.VERIFY);
    }

    @Test
    void aPauseIsForgottenWhereItComesToRestSoThatARetryGoesOn() {
        world.script.agent = run -> {
            await(agentMayEnd);
            return world.calls.size() == 1
                    ? Outcomes.agent(run, AgentOutcome.CRASHED, null, "exit 1")
                    : Outcomes.worked(run);
        };
        RunningProject project = started();
        steer(project, Kind.PAUSE, "ann");
        agentMayEnd.countDown();
        project.awaitState(RunState.NEEDS_ATTENTION);
        steer(project, Kind.RETRY, "ann");
        assertThat(project.awaitState(RunState.COMPLETED).timeline())
                .extracting(TimelineEntry::what)
                .doesNotContain("paused by ann");
    }

    @Test
    void aWaitBeforeTheNextAttemptIsSeenAndEndsWithAPause() throws Exception {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() == 1 ? Outcomes.red("Error: ParserError") : Outcomes.green();
        world.start().accounts("alice");
        // The clock does not skip while a host has a workspace open.
        RunningProject project = world.run(
                Specs.project("token-vault").retryDelay(Duration.ofHours(1)).spec());
        ProjectReport waiting = project.awaitState(RunState.WAITING, WaitReason.RETRY);
        assertThat(waiting.reason()).isEqualTo("before the next attempt");
        assertThat(waiting.waitingUntil()).isAfter(waiting.startedAt().plus(Duration.ofMinutes(59)));
        assertThat(project.workflow()
                        .steer(new Steering(Kind.PAUSE, "ann", true, null))
                        .text())
                .isEqualTo("pauses now, before its next attempt");
        assertThat(project.awaitState(RunState.PAUSED).step()).isEqualTo(Step.FIX);
        steer(project, Kind.RESUME, "ann");

        assertThat(project.awaitState(RunState.COMPLETED).attempts()).isEqualTo(2);
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void aBackOffAfterTroubleIsSeenAndEndsWithAPause() {
        world.script.build = request -> {
            throw Failures.of(FailureType.UNAVAILABLE, "the registry does not answer");
        };
        RunningProject project = started();
        assertThat(project.awaitState(RunState.WAITING, WaitReason.RETRY).waitingUntil())
                .isNotNull();
        assertThat(steer(project, Kind.PAUSE, "ann").text()).isEqualTo("pauses now, before its next attempt");
        assertThat(project.awaitState(RunState.PAUSED).step()).isEqualTo(Step.VERIFY);
        world.script.build = request -> Outcomes.green();
        steer(project, Kind.RESUME, "ann");
        assertThat(project.awaitState(RunState.COMPLETED).attempts()).isEqualTo(1);
    }

    @Test
    void aWaitForASeatEndsWithAPause() {
        world.script.agent = run -> Outcomes.agent(run, AgentOutcome.AUTH_FAILED, null, "401 invalid x-api-key");
        RunningProject project = started();
        project.awaitState(RunState.WAITING, WaitReason.SEAT);
        assertThat(steer(project, Kind.PAUSE, "ann").text()).isEqualTo("pauses now, before its step generate");
        project.awaitState(RunState.PAUSED);
    }
}
