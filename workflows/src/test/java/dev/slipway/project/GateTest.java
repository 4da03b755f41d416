package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.repository.MergeMethod;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps before which a person's yes is needed. */
@Timeout(60)
class GateTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private RunningProject waiting(Step... gates) {
        world.start().accounts("alice");
        // The clock does not skip while a host has a workspace open.
        RunningProject project = world.run(
                Specs.project("token-vault")
                        .maxRetries(0)
                        .merge(MergeMethod.SQUASH)
                        .gates(gates)
                        .spec(),
                new ChangeOptions(
                        World.OPTIONS.holdHeartbeat(),
                        World.OPTIONS.adoptWithin(),
                        World.OPTIONS.stepHeartbeat(),
                        Duration.ofSeconds(2)));
        awaitGate(project, gates[0]);
        return project;
    }

    private static void awaitGate(RunningProject project, Step step) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            ProjectReport report = project.report();
            return report.waitingFor() == WaitReason.GATE && report.step() == step;
        });
    }

    @Test
    void waitsBeforeEachGateForAYesAndGivesTheSlotBackMeanwhile() throws Exception {
        RunningProject project = waiting(Step.PUSH, Step.MERGE);
        assertThat(world.calls).extracting(FakeHost.Call::step).containsExactly("1-generate", "2-verify");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> world.host("host-1").open() == 0);

        assertThat(project.workflow().steer(new Steering(Kind.APPROVE, "ann")))
                .isEqualTo(new Steered(true, "goes on with step push", RunState.WAITING));
        awaitGate(project, Step.MERGE);
        assertThat(project.workflow()
                        .steer(new Steering(Kind.APPROVE, "ann", false, Step.MERGE))
                        .changed())
                .isTrue();
        ProjectReport report = project.result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.timeline())
                .filteredOn(entry -> entry.what().equals("approved by ann"))
                .extracting(TimelineEntry::step)
                .containsExactly(Step.PUSH, Step.MERGE);
        WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
    }

    @Test
    void restsWithTheReasonWhenAPersonSaysNoAndAsksAgainAfterARetry() {
        RunningProject project = waiting(Step.MERGE);
        project.workflow().steer(new Steering(Kind.REJECT, "ann", false, null, "not this week"));
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.step()).isEqualTo(Step.MERGE);
        assertThat(resting.reason()).isEqualTo("rejected by ann: not this week");
        assertThat(world.github.merges).isEmpty();

        project.workflow().steer(new Steering(Kind.RETRY, "bob"));
        awaitGate(project, Step.MERGE);
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.github.merges).hasSize(1);
    }

    @Test
    void refusesAnAnswerForAnotherGateThanTheOneAtWhichItWaits() {
        RunningProject project = waiting(Step.PUSH);
        assertThatThrownBy(() -> project.workflow().steer(new Steering(Kind.APPROVE, "ann", false, Step.MERGE)))
                .rootCause()
                .hasMessageContaining("waits before step push, not before merge");
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void hasItsYesAlreadyHoweverFarItCameSince() {
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        world.github.onOpen = request -> {
            pushing.countDown();
            await(told);
        };
        RunningProject project = waiting(Step.PUSH);
        project.workflow().steer(new Steering(Kind.APPROVE, "ann"));
        await(pushing);
        assertThat(project.report().step()).isEqualTo(Step.PULL_REQUEST);
        Steered second = project.workflow().steer(new Steering(Kind.APPROVE, "bob"));
        assertThat(second.changed()).isFalse();
        assertThat(second.text()).isEqualTo("has its yes before step push already, by ann");
        assertThatThrownBy(() -> project.workflow().steer(new Steering(Kind.REJECT, "bob")))
                .rootCause()
                .hasMessageContaining("waits at no gate");
        told.countDown();
        assertThat(project.awaitState(RunState.COMPLETED).state()).isEqualTo(RunState.COMPLETED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
