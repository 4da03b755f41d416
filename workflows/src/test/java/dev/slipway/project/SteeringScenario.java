package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A project that people steer. */
@Timeout(60)
abstract class SteeringScenario {
    final World world = new World();
    final CountDownLatch agentMayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        agentMayEnd.countDown();
        world.close();
    }

    /** A project whose agent works until the test lets it end. */
    RunningProject working() {
        return working(World.OPTIONS);
    }

    RunningProject working(ChangeOptions options) {
        world.script.agent = run -> {
            await(agentMayEnd);
            return Outcomes.worked(run);
        };
        return started(options);
    }

    RunningProject started() {
        return started(World.OPTIONS);
    }

    RunningProject started(ChangeOptions options) {
        world.start().accounts("alice");
        RunningProject project =
                world.run(Specs.project("token-vault").maxRetries(0).spec(), options);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !world.calls.isEmpty());
        return project;
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Steered steer(RunningProject project, Kind kind, String by) {
        return project.workflow().steer(new Steering(kind, by));
    }

    static void assertRefused(RunningProject project, Kind kind, String reason) {
        assertThatThrownBy(() -> steer(project, kind, "ann"))
                .isInstanceOf(WorkflowUpdateException.class)
                .rootCause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        refusal -> assertThat(refusal.getOriginalMessage()).contains(reason));
    }
}
