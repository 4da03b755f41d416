package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.OpenWorkspace;
import io.temporal.client.WorkflowFailedException;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last step of the road: what was merged is deployed, once. */
@Timeout(60)
class DeploymentTest {
    private final World world = new World();
    private final AtomicInteger deployments = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    private static Specs vault() {
        return Specs.project("token-vault").deploy("make deploy");
    }

    private List<String> deploySteps() {
        return world.calls.stream()
                .map(FakeHost.Call::step)
                .filter(step -> step.contains("deploy"))
                .toList();
    }

    private RunningProject run(Specs project) {
        world.start().accounts("alice");
        return world.run(project.spec());
    }

    private static void awaitGate(RunningProject project) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            ProjectReport report = project.report();
            return report.waitingFor() == WaitReason.GATE && report.step() == Step.DEPLOY;
        });
    }

    @Test
    void deploysTheDefaultBranchAfterTheMergeAndAYes() throws Exception {
        RunningProject project = run(vault().gates(Step.DEPLOY));
        awaitGate(project);
        assertThat(world.github.merges).hasSize(1);
        assertThat(deploySteps()).isEmpty();

        assertThat(project.workflow().steer(new Steering(Kind.APPROVE, "ann", false, Step.DEPLOY)))
                .isEqualTo(new Steered(true, "goes on with step deploy", RunState.WAITING));
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(deploySteps()).containsExactly("4-deploy");
        OpenWorkspace opening = world.host("host-1").openings.get(1);
        assertThat(opening.branch()).isEqualTo("main");
        assertThat(opening.readOnly()).isTrue();
        assertThat(world.host("host-1").open()).isZero();
        assertThat(report.timeline())
                .filteredOn(entry -> entry.step() == Step.DEPLOY)
                .extracting(TimelineEntry::what)
                .contains("approved by ann", "deployed main at c0ffee");
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void whatIsRejectedIsNotDeployedAndIsCompleteWhenItIsSkipped() {
        RunningProject project = run(vault().gates(Step.DEPLOY));
        awaitGate(project);
        project.workflow().steer(new Steering(Kind.REJECT, "ann", false, null, "not on a Friday"));
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.DEPLOY);
        assertThat(resting.reason()).isEqualTo("rejected by ann: not on a Friday");
        assertThat(world.github.comments).singleElement().satisfies(comment -> {
            assertThat(comment.number()).isEqualTo(1);
            assertThat(comment.body())
                    .contains("step deploy", "rejected by ann: not on a Friday")
                    .endsWith("Slipway run: " + comment.runKey() + "\n");
        });

        project.workflow().steer(new Steering(Kind.RETRY, "bob"));
        awaitGate(project);
        project.workflow().steer(new Steering(Kind.REJECT, "ann"));
        project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(project.workflow().steer(new Steering(Kind.SKIP, "bob")).text())
                .isEqualTo("is completed as it is");

        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(deploySteps()).isEmpty();
    }

    @Test
    void givingUpWhatWasProposedIsSaidThereAndNoTroubleWithThatStopsIt() {
        RunningProject project = run(vault().gates(Step.DEPLOY));
        awaitGate(project);
        world.github.onComment = request -> {
            throw Failures.of(FailureType.ACCOUNT_FORBIDDEN, "may not comment");
        };
        project.workflow().steer(new Steering(Kind.REJECT, "ann"));
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(world.github.comments).isEmpty();
        assertThat(resting.timeline())
                .extracting(TimelineEntry::what)
                .contains("not said on the pull request: may not comment");

        world.github.onComment = request -> {};
        project.workflow().steer(new Steering(Kind.ABANDON, "ann"));

        assertThatThrownBy(project::result).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.github.comments)
                .singleElement()
                .satisfies(
                        comment -> assertThat(comment.body()).contains("given up in step deploy", "rejected by ann"));
    }

    @Test
    void aRedDeploymentIsForPeopleAndOnlyItIsDoneAgain() {
        world.script.deploy = request ->
                deployments.incrementAndGet() == 1 ? Outcomes.red("no route to the cluster") : Outcomes.green();
        RunningProject project = run(vault().gates(Step.DEPLOY));
        awaitGate(project);
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.DEPLOY);
        assertThat(resting.reason()).contains("failed: no route to the cluster");
        assertThat(world.host("host-1").open()).isZero();

        assertThatThrownBy(() -> project.workflow().steer(new Steering(Kind.RETRY, "ann", false, Step.PUSH)))
                .rootCause()
                .hasMessageContaining("is merged: only step deploy can be done again, not push");
        project.workflow().steer(new Steering(Kind.RETRY, "ann", false, Step.DEPLOY));
        awaitGate(project);
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.agentRuns()).isEqualTo(1);
        assertThat(world.github.merges).hasSize(1);
        assertThat(deploySteps()).containsExactly("4-deploy", "5-deploy");
    }

    @Test
    void aHostThatIsLostWhileItDeploysIsNotReplacedUntilSomebodySaysSo() throws Exception {
        world.script.deploy = request -> {
            if (deployments.incrementAndGet() == 1) {
                world.kill("host-1");
            }
            return Outcomes.green();
        };
        RunningProject project = run(vault());
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.DEPLOY);
        assertThat(resting.reason()).contains("host host-1 was lost in step deploy", "can't be told");
        assertThat(deployments).hasValue(1);

        project.workflow().steer(new Steering(Kind.RETRY, "ann"));
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.calls)
                .filteredOn(call -> call.step().contains("deploy"))
                .extracting(FakeHost.Call::host)
                .containsExactly(HostId.of("host-1"), HostId.of("host-2"));
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void aHostThatDoesNotKnowHowItEndedLeavesItToPeople() {
        world.script.deploy = request -> {
            deployments.incrementAndGet();
            throw Failures.of(FailureType.OUTCOME_UNKNOWN, "begun and broken off");
        };
        RunningProject project = run(vault());
        assertThat(project.awaitState(RunState.NEEDS_ATTENTION).reason()).contains("begun and broken off");
        project.workflow().steer(new Steering(Kind.SKIP, "ann"));

        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(deployments).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureType.class,
            names = {"UNAVAILABLE", "TOOL_MISSING", "SESSION_GONE"})
    void whatDidNotBeginOrIsKnownOnItsHostGoesOnByItself(FailureType trouble) {
        world.script.deploy = request -> {
            if (deployments.incrementAndGet() == 1) {
                throw Failures.of(trouble, "not now");
            }
            return Outcomes.green();
        };
        ProjectReport report = run(vault()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(deploySteps()).containsExactly("4-deploy", "4-deploy");
    }

    @Test
    void aHostWithoutSpaceMayHaveDeployed() {
        world.script.deploy = request -> {
            deployments.incrementAndGet();
            throw Failures.of(FailureType.HOST_RESOURCES, "No space left on device");
        };
        RunningProject project = run(vault());
        assertThat(project.awaitState(RunState.NEEDS_ATTENTION).reason()).contains("can't be told");
        assertThat(deployments).hasValue(1);
    }

    @Test
    void anotherExecutionFindsWhatIsMergedAndDeploysIt() {
        world.start().accounts("alice");
        RunningProject project = world.runAgain(
                vault().gates(Step.PUSH, Step.PULL_REQUEST, Step.MERGE).spec(), Step.DEPLOY);
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.pullRequest()).endsWith("/pull/1");
        assertThat(world.calls).hasSize(1).allMatch(call -> call.step().startsWith("1-deploy"));
        assertThat(world.github.merges).isEmpty();
    }
}
