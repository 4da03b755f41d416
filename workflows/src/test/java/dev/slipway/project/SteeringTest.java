package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.BlockReason;
import dev.slipway.account.UnblockAccount;
import dev.slipway.agent.AgentRun;
import dev.slipway.change.Cancellation;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.failure.FailureType;
import dev.slipway.ledger.RunRecord;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.CloseWorkspace;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** People choose where a project needs them, cancel it, and run it again. */
class SteeringTest extends SteeringScenario {
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
        RunningProject project = world.run(vault.spec());
        project.awaitState(RunState.FAILED);
        assertThatThrownBy(project::result).isInstanceOf(WorkflowFailedException.class);
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
        world.script.build = request -> Outcomes.red("Error: ParserError");
        agentMayEnd.countDown();
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

    @Test
    void saysWhoWantedItToRunAgainAndThatItDoesAlready() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        Specs vault = failed();
        CountDownLatch building = new CountDownLatch(1);
        world.script.build = request -> {
            building.countDown();
            await(agentMayEnd);
            return Outcomes.green();
        };
        RunningProject again = world.runAgain(vault.spec(), Step.VERIFY);
        await(building);
        Steered second = steer(again, Kind.RETRY, "bob");
        assertThat(second.changed()).isFalse();
        assertThat(second.text()).isEqualTo("runs again already: asked for by ann");
        assertThatThrownBy(() -> again.workflow().steer(new Steering(Kind.RETRY, "bob", false, Step.GENERATE)))
                .rootCause()
                .hasMessageContaining("is running in step verify");
        agentMayEnd.countDown();

        assertThat(again.awaitState(RunState.COMPLETED).timeline())
                .extracting(TimelineEntry::what)
                .contains("run again by ann");
    }

    @Test
    void hearsThatItIsGivenUpTwiceWhileItIsCleanedUp() {
        CountDownLatch cleaning = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        world.github.onDelete = request -> {
            cleaning.countDown();
            await(told);
        };
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        RunningProject project = world.run(
                Specs.project("token-vault").maxRetries(0).cleanupOnFailure().spec());
        project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(steer(project, Kind.ABANDON, "ann").text()).isEqualTo("is given up");
        await(cleaning);
        assertThat(steer(project, Kind.ABANDON, "bob"))
                .isEqualTo(new Steered(false, "was answered so already by ann", RunState.RUNNING));
        assertRefused(project, Kind.RETRY, "is being cleaned up");
        told.countDown();
        assertThat(project.awaitState(RunState.FAILED).step()).isEqualTo(Step.VERIFY);
    }

    @Test
    void hearsTheSameChoiceTwiceAlsoWhenItIsOverAndOnlyBeingWritten() {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        world.ledger.onWrite = written -> {
            if (written instanceof RunRecord) {
                writing.countDown();
                await(told);
            }
        };
        world.script.build = request -> Outcomes.red("Error: ParserError");
        RunningProject project = started();
        project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(steer(project, Kind.SKIP, "ann").changed()).isTrue();
        await(writing);
        assertThat(steer(project, Kind.SKIP, "bob"))
                .isEqualTo(new Steered(false, "was answered so already by ann", RunState.SKIPPED));
        assertRefused(project, Kind.ABANDON, "is over: skipped");
        told.countDown();
        assertThat(project.awaitState(RunState.SKIPPED).state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void anotherHostRemovesTheCheckpointWhereTheOneThatHadTheWorkspaceIsGone() {
        RunningProject project = working();
        world.script.build = request -> Outcomes.red("Error: ParserError");
        agentMayEnd.countDown();
        project.awaitState(RunState.NEEDS_ATTENTION);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.host("host-1").open() == 0);
        world.kill("host-1");
        project.stub().cancel(new Cancellation("ann", false).reason());

        assertThat(project.awaitState(RunState.CANCELLED).timeline())
                .extracting(TimelineEntry::what)
                .contains("the workspace's files stay on their host");
        assertThat(world.host("host-2").closings)
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(tuple(false, true));
    }

    @Test
    void saysThatTheCheckpointStaysWhereThereIsNoHostAnyMore() {
        RunningProject project = working();
        world.script.build = request -> Outcomes.red("Error: ParserError");
        agentMayEnd.countDown();
        project.awaitState(RunState.NEEDS_ATTENTION);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.host("host-1").open() == 0);
        world.kill("host-1");
        world.kill("host-2");
        project.stub().cancel(new Cancellation("ann", false).reason());
        assertThatThrownBy(project::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(project.report().timeline())
                .extracting(TimelineEntry::what)
                .contains("the checkpoint stays: no host could be had to remove it");
    }
}
