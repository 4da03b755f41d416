package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.BlockReason;
import dev.slipway.account.UnblockAccount;
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
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.CloseWorkspace;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People stop projects and let them go on. */
@Timeout(60)
class SteeringTest {
    private final World world = new World();
    private final CountDownLatch agentMayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        agentMayEnd.countDown();
        world.close();
    }

    /** A project whose agent works until the test lets it end. */
    private RunningProject working() {
        return working(World.OPTIONS);
    }

    private RunningProject working(ChangeOptions options) {
        world.script.agent = run -> {
            await(agentMayEnd);
            return Outcomes.worked(run);
        };
        return started(options);
    }

    private RunningProject started() {
        return started(World.OPTIONS);
    }

    private RunningProject started(ChangeOptions options) {
        world.start().accounts("alice");
        RunningProject project =
                world.run(Specs.project("token-vault").maxRetries(0).spec(), options);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !world.calls.isEmpty());
        return project;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Steered steer(RunningProject project, Kind kind, String by) {
        return project.workflow().steer(new Steering(kind, by));
    }

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
        assertThat(asked.text()).isEqualTo("pauses; an agent that runs is stopped");
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
    void refusesAChoiceWhereThereIsNoneAndAPauseWhereItRests() {
        RunningProject project = working();
        assertRefused(project, Kind.RETRY, "is running in step generate");
        world.script.build = request -> Outcomes.red("Error: ParserError");
        agentMayEnd.countDown();
        project.awaitState(RunState.NEEDS_ATTENTION);
        assertRefused(project, Kind.PAUSE, "rests already");
        assertRefused(project, Kind.RESUME, "retry, skip or abandon");
        assertThat(steer(project, Kind.SKIP, "ann").text()).isEqualTo("is skipped");
        assertThat(project.result().state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void goesBackToAnEarlierStepWhereAPersonSaysSoAndBeginsTheAgentAnew() {
        List<AgentRun> runs = new CopyOnWriteArrayList<>();
        world.script.agent = run -> {
            runs.add(run);
            return Outcomes.worked(run);
        };
        world.script.build = request -> runs.size() == 1 ? Outcomes.red("Error: ParserError") : Outcomes.green();
        RunningProject project = started();
        project.awaitState(RunState.NEEDS_ATTENTION);
        assertThatThrownBy(() -> project.workflow().steer(new Steering(Kind.RETRY, "ann", false, Step.MERGE)))
                .rootCause()
                .hasMessageContaining("has not come to step merge: it stopped in verify");
        assertThat(project.workflow()
                        .steer(new Steering(Kind.RETRY, "ann", false, Step.GENERATE))
                        .text())
                .isEqualTo("tries again from step generate, with fresh attempts");
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-generate", "4-verify", "5-push");
        assertThat(runs.get(1).agentSession()).isNull();
        assertThat(report.timeline()).extracting(TimelineEntry::what).contains("retry from generate chosen by ann");
    }

    /**
     * A project whose first execution failed. Waited for in real time: when nothing but the pool is left, a wait for a
     * result lets the in-memory server skip to the end of the pool's ten years.
     */
    private Specs failed() {
        Specs vault = Specs.project("token-vault").maxRetries(0).patience(Duration.ofSeconds(1));
        world.run(vault.spec()).awaitState(RunState.FAILED);
        return vault;
    }

    @Test
    void goesOnFromTheStepThatFailedWhenAnEarlierExecutionDidTheRest() throws Exception {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        Specs vault = failed();
        world.calls.clear();
        world.script.build = request -> Outcomes.green();
        RunningProject again = world.runAgain(vault.spec(), Step.VERIFY);

        again.awaitState(RunState.COMPLETED);
        assertThat(world.calls)
                .extracting(call -> call.step().replaceFirst("-[^-]*$", ""))
                .containsExactly("1-verify", "2-push");
        assertThat(world.github.repositories()).isEqualTo(1);
        WorkflowReplayer.replayWorkflowExecution(again.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void beginsAnewWhenNothingIsLeftOfTheEarlierExecution() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        Specs vault = failed();
        world.calls.clear();
        world.script.build = request -> Outcomes.green();
        world.host("host-1").forget();
        world.runAgain(vault.spec(), Step.PUSH).awaitState(RunState.COMPLETED);
        assertThat(world.calls)
                .extracting(call -> call.step().replaceFirst("-[^-]*$", ""))
                .containsExactly("1-generate", "2-verify", "3-push");
    }

    @Test
    void removesTheWorkspaceWhenCancelledUnlessAskedToKeepIt() {
        RunningProject project = working();
        agentMayEnd.countDown();
        world.script.build = request -> Outcomes.red("Error: ParserError");
        project.awaitState(RunState.NEEDS_ATTENTION);
        project.stub().cancel(new Cancellation("ann", false).reason());
        assertThatThrownBy(project::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(project.report().reason()).isEqualTo("cancelled by ann");
        assertThat(world.host("host-1").closings)
                .last()
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(false, true);
        assertThat(world.github.repositories()).isEqualTo(1);
    }

    @Test
    void keepsTheWorkspaceOfACancelledProjectOnRequest() {
        RunningProject project = working();
        project.stub().cancel(new Cancellation("ann", true).reason());
        assertThatThrownBy(project::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(world.host("host-1").closings)
                .last()
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(true, false);
    }

    @Test
    void goesOnWithAnAccountThatAPersonUnblocked() {
        AtomicInteger calls = new AtomicInteger();
        world.github.onEnsure = request -> {
            if (calls.incrementAndGet() == 1) {
                throw Failures.of(FailureType.ACCOUNT_UNAUTHORIZED, "401 Bad credentials");
            }
        };
        world.start().accounts("alice");
        RunningProject project = world.run(Specs.project("token-vault").spec());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> world.pool().accounts().stream()
                        .anyMatch(account -> account.blocked() == BlockReason.UNAUTHORIZED));
        AccountPoolWorkflow pool = world.client().newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);

        assertThat(pool.unblock(new UnblockAccount(AccountName.of("alice"), "ann"))
                        .text())
                .isEqualTo("is no longer blocked (it was unauthorized)");
        assertThat(pool.unblock(new UnblockAccount(AccountName.of("alice"), "ann"))
                        .changed())
                .isFalse();
        assertThat(pool.unblock(new UnblockAccount(AccountName.of("nobody"), "ann"))
                        .known())
                .isFalse();
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    private static void assertRefused(RunningProject project, Kind kind, String reason) {
        assertThatThrownBy(() -> steer(project, kind, "ann"))
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        refusal -> assertThat(refusal.getOriginalMessage()).contains(reason));
    }
}
