package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentRun;
import dev.slipway.agent.AgentTask;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.MergeObstacle;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.CatchUp;
import dev.slipway.workspace.Published;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Others push to a change's branch, or to its base, before it is pushed or merged. */
@Timeout(60)
class OvertakenTest {
    private final World world = new World();
    private final List<CatchUp> catchUps = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    private static Specs vault() {
        return Specs.project("token-vault");
    }

    private static Merged refused(MergeObstacle obstacle) {
        return Merged.refused(obstacle, "Pull Request is not mergeable").withRequests(3);
    }

    /** The first pushes come too late. */
    private void overtaken(int times) {
        AtomicInteger pushes = new AtomicInteger();
        world.script.publish = request -> pushes.incrementAndGet() <= times ? Outcomes.overtaken() : Outcomes.pushed();
    }

    private void catchUp(String... conflicts) {
        world.script.catchUp = request -> {
            catchUps.add(request);
            return conflicts.length == 0 ? Outcomes.broughtIn() : Outcomes.conflicting(conflicts);
        };
    }

    @Test
    void verifiesWhatCameTogetherBeforeItIsPushed() {
        overtaken(1);
        catchUp();
        world.start().accounts("alice");
        RunningProject project = world.run(vault().spec());
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).as("nobody failed").isEqualTo(1);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-push", "4-push", "5-verify", "6-push");
        assertThat(catchUps).extracting(CatchUp::withBase).containsExactly(false);
    }

    @Test
    void givesAConflictToTheAgentAndVerifiesWhatItPutTogether() throws Exception {
        overtaken(1);
        catchUp("src/vault.js", "README.md");
        List<AgentRun> runs = new CopyOnWriteArrayList<>();
        world.script.agent = run -> {
            runs.add(run);
            return Outcomes.worked(run);
        };
        world.start().accounts("alice");
        RunningProject project = world.run(vault().spec());
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(runs).last().satisfies(run -> {
            assertThat(run.task()).isEqualTo(AgentTask.FIX);
            assertThat(run.failure()).as("the places, as text").isNotNull();
        });
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-push", "4-push", "5-fix", "6-verify", "7-push");
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void restsForAPersonWhenTheAgentCannotPutItTogether() {
        overtaken(1);
        catchUp("src/vault.js");
        AtomicInteger pushes = new AtomicInteger();
        world.script.publish = request -> pushes.incrementAndGet() == 1
                ? Outcomes.overtaken()
                : new Published("", true, List.of(), Outcomes.conflicting("x").excerpt(), 3, false, List.of("a.js"));
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(2).spec());
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);

        assertThat(resting.step()).isEqualTo(Step.PUSH);
        assertThat(resting.reason()).isEqualTo("after 3 attempts: others changed the same places of a.js");
        world.script.publish = request -> Outcomes.pushed();
        project.workflow().steer(new Steering(Kind.RETRY, "ann"));
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void restsForAPersonWhenTheBranchDoesNotComeToRest() {
        overtaken(100);
        catchUp();
        world.start().accounts("alice");
        ProjectReport resting = world.run(vault().spec()).awaitState(RunState.NEEDS_ATTENTION);

        assertThat(resting.reason()).contains("was moved by others 6 times");
        assertThat(catchUps).hasSize(5);
        assertThat(resting.attempts()).isEqualTo(1);
    }

    @Test
    void restsForAPersonWhenItsCommitsWereTakenOut() {
        overtaken(1);
        world.script.catchUp = request -> {
            throw Failures.of(FailureType.PUSH_CONFLICT, "The branch was set back by others");
        };
        world.start().accounts("alice");
        ProjectReport resting = world.run(vault().spec()).awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.reason()).isEqualTo("The branch was set back by others");
    }

    @Test
    void bringsABranchUpToDateThatCannotBeMergedAsItIs() {
        catchUp("src/vault.js");
        List<MergePullRequest> merges = world.github.merges;
        world.github.onMerge = request -> merges.size() == 1
                ? refused(MergeObstacle.CONFLICT)
                : Merged.done().withRequests(2);
        AtomicInteger pushes = new AtomicInteger();
        world.script.publish = request ->
                new Published(String.valueOf(pushes.incrementAndGet()).repeat(40), true, List.of(), null, 3);
        world.start().accounts("alice");
        ProjectReport report =
                world.run(vault().merge(MergeMethod.SQUASH).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(catchUps).extracting(CatchUp::withBase).containsExactly(true);
        assertThat(merges).extracting(MergePullRequest::commit).containsExactly("1".repeat(40), "2".repeat(40));
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-push", "4-push", "5-fix", "6-verify", "7-push");
        assertThat(world.host("host-1").open()).as("its slot is free").isZero();
    }

    @Test
    void asksAgainWhetherToMergeWhatAPersonHasNotSeen() {
        catchUp();
        world.github.onMerge = request -> world.github.merges.size() == 1
                ? refused(MergeObstacle.MOVED)
                : Merged.done().withRequests(2);
        world.start().accounts("alice");
        RunningProject project =
                world.run(vault().merge(MergeMethod.SQUASH).gates(Step.MERGE).spec());
        awaitGate(project);
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !catchUps.isEmpty());
        awaitGate(project);
        assertThat(world.github.merges).hasSize(1);
        project.workflow().steer(new Steering(Kind.APPROVE, "bob"));
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.github.merges).hasSize(2);
    }

    private static void awaitGate(RunningProject project) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            ProjectReport report = project.report();
            return report.waitingFor() == WaitReason.GATE && report.step() == Step.MERGE;
        });
    }

    @Test
    void leavesWhatARuleForbidsToPeople() {
        catchUp();
        world.github.onMerge = request -> refused(MergeObstacle.NOT_ALLOWED);
        world.start().accounts("alice");
        ProjectReport resting =
                world.run(vault().merge(MergeMethod.SQUASH).spec()).awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.MERGE);
        assertThat(resting.reason()).isEqualTo("not merged: Pull Request is not mergeable");
        assertThat(catchUps).isEmpty();
    }

    @Test
    void stopsCatchingUpWithABaseThatMovesEachTime() {
        catchUp();
        world.github.onMerge = request -> refused(MergeObstacle.BEHIND);
        world.start().accounts("alice");
        ProjectReport resting =
                world.run(vault().merge(MergeMethod.SQUASH).spec()).awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.MERGE);
        assertThat(catchUps).hasSize(5);
    }
}
