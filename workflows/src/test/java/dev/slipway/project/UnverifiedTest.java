package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.change.Cancellation;
import dev.slipway.change.Step;
import dev.slipway.run.RunState;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World.RunningProject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever stops it where, and from wherever it goes on: what was not seen to be green is not pushed. */
class UnverifiedTest extends SteeringScenario {
    @BeforeEach
    void start() {
        world.start().accounts("alice");
    }

    private static Specs vault() {
        return Specs.project("token-vault").maxRetries(0).patience(Duration.ofSeconds(1));
    }

    private List<String> steps() {
        return world.calls.stream()
                .map(FakeHost.Call::step)
                .map(step -> step.replaceFirst("^(\\d+-[a-z]+).*", "$1"))
                .toList();
    }

    /** An execution that failed with red work in its checkpoint. */
    private void failedRed(Specs project) {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.run(project.spec()).awaitClosed(RunState.FAILED);
        world.calls.clear();
    }

    @Test
    void redWorkIsVerifiedAgainBeforeAStepThatTheProjectDoesNotHave() {
        failedRed(vault());
        assertThat(world.runAgain(vault().spec(), Step.TESTS)
                        .awaitClosed(RunState.FAILED)
                        .step())
                .isEqualTo(Step.VERIFY);
        assertThat(world.runAgain(vault().spec(), Step.OPTIMISE)
                        .awaitClosed(RunState.FAILED)
                        .step())
                .isEqualTo(Step.VERIFY);
        assertThat(steps()).containsExactly("1-verify", "1-verify");
        assertThat(world.github.opened).isEmpty();
    }

    @Test
    void anAgentsTaskThatIsStillToComeIsVerifiedAfterIt() {
        failedRed(vault().withTests());
        world.script.build = request -> Outcomes.green();
        world.runAgain(vault().withTests().spec(), Step.TESTS).awaitState(RunState.COMPLETED);
        assertThat(steps()).containsExactly("1-tests", "2-verify", "3-push");
    }

    @Test
    void workWithASecretInItStopsBeforeItsVerificationAndNotBeforeItsPush() {
        world.script.agent = run -> Outcomes.agent(run, AgentOutcome.COMPLETED, null, "", List.of(Outcomes.finding()));
        ProjectReport stopped = world.run(vault().spec()).awaitClosed(RunState.FAILED);
        assertThat(stopped.reason()).contains("a secret is in src/config.js:12");
        assertThat(stopped.step()).isEqualTo(Step.VERIFY);
    }

    @Test
    void whatOthersPushedIsVerifiedByTheNextExecutionToo() {
        AtomicInteger catchUps = new AtomicInteger();
        CountDownLatch cancelled = new CountDownLatch(1);
        world.script.publish = request -> Outcomes.overtaken();
        world.script.catchUp = request -> {
            catchUps.incrementAndGet();
            await(cancelled);
            return Outcomes.broughtIn();
        };
        RunningProject project = world.run(vault().spec());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> catchUps.get() == 1);
        project.stub().cancel(new Cancellation("ann", true).reason());
        ProjectReport stopped = project.awaitState(RunState.CANCELLED);
        cancelled.countDown();
        assertThat(stopped.step()).isEqualTo(Step.VERIFY);
    }

    @Test
    void oneThatIsStoppedBeforeItCameToItsStepGoesOnThereTheNextTime() {
        failedRed(vault());
        world.kill("host-1");
        world.kill("host-2");
        assertThat(world.runAgain(vault().spec(), Step.PUSH)
                        .awaitClosed(RunState.FAILED)
                        .step())
                .isEqualTo(Step.PUSH);
    }
}
