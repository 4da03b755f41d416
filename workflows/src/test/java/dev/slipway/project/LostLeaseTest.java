package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.change.Step;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunState;
import dev.slipway.testing.Failures;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases that are over by a host's clock, and write slots that were missed. */
@Timeout(60)
class LostLeaseTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLeaseThatRanOutInAStepIsRenewedAtOnceInTheSameSession() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> {
            if (runs.incrementAndGet() == 1) {
                throw lost();
            }
            return Outcomes.worked(run);
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(world.host("host-1").openings).hasSize(1);
    }

    @Test
    void aHostThatFindsEachLeaseOverIsLeftForAnotherOne() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> {
            if (runs.incrementAndGet() == 2) {
                // What opens next is opened elsewhere.
                world.host("host-1").die();
            }
            if (runs.get() <= 2) {
                throw lost();
            }
            return Outcomes.worked(run);
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.host("host-1").openings).hasSize(1);
        assertThat(world.host("host-2").openings).hasSize(1);
    }

    @Test
    void aPersonIsAskedWhereEveryHostFindsEachLeaseOver() {
        world.script.agent = run -> {
            throw lost();
        };
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(0).spec());
        // Some two minutes of waits.
        world.env().sleep(Duration.ofMinutes(10));
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);

        assertThat(resting.step()).isEqualTo(Step.GENERATE);
        assertThat(resting.reason()).contains("this host's clock says");
        assertThat(resting.agentRuns()).isZero();
        assertThat(world.calls)
                .as("the first, one at once, then six after waits")
                .hasSize(8);
        assertThat(world.host("host-1").open()).isZero();
    }

    @Test
    void writeSlotsThatAreMissedManyTimesAreWaitedFor() {
        AtomicInteger calls = new AtomicInteger();
        world.github.onOpen = request -> {
            if (calls.incrementAndGet() <= 20) {
                throw Failures.of(FailureType.LEASE_LOST, "A write slot of alice was missed");
            }
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(world.host("host-1").openings)
                .as("the workspace has nothing to do with it")
                .hasSize(1);
    }

    private static Specs vault() {
        return Specs.project("token-vault");
    }

    private static RuntimeException lost() {
        return Failures.of(FailureType.LEASE_LOST, "the lease of alice ran out; this host's clock says tomorrow");
    }
}
