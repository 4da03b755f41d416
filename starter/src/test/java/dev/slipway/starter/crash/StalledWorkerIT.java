package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.run.RunState;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that hangs instead of dying: it is stopped, and goes on later, as after a machine's pause. */
class StalledWorkerIT {
    private static final String PROJECT = "notes";
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(folder, 2, 1, ScriptedAgent.agents("scripted", 4));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sleep 3; sh check.sh"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void aWorkerThatHangsForTwoSecondsKeepsItsSessionAndItsAgent() throws Exception {
        String stalled = whileItsAgentRuns();
        Instant since = Instant.now();
        stack.processes().stall(stalled);
        passes(since, MOMENT);
        stack.processes().goOn(stalled);
        stack.awaitEnd();

        assertThat(stack.results().get(PROJECT).state()).isEqualTo(RunState.COMPLETED);
        assertThat(stack.recorded(PROJECT).scheduled(HostWork.HOLD))
                .as("sessions")
                .isEqualTo(1);
        assertThat(stack.stepsAgain()).isEmpty();
        assertThat(stack.agentRunsAgain()).isZero();
        stack.assertOneOfEach(1);
    }

    @Test
    void aWorkerThatHangsUntilAnotherHasItsAgentsStepGivesItUp() throws Exception {
        String stalled = whileItsAgentRuns();
        stack.processes().stall(stalled);
        String other = stack.workerThatRuns(HostWork.AGENT, stalled);
        stack.processes().goOn(stalled);
        stack.awaitEnd();

        assertThat(stack.results().get(PROJECT).state()).isEqualTo(RunState.COMPLETED);
        assertThat(stack.log(other)).contains("started for 1-generate");
        await("the one that came back gives up")
                .atMost(CrashStack.PATIENCE)
                .until(() -> stack.log(stalled)
                        .lines()
                        .anyMatch(line -> line.matches(".*step 1-generate ends with SESSION_(FENCED|GONE).*")));
        onlyRepeated("1-generate");
        assertThat(stack.agentRunsAgain()).as("only the agent that was cut off").isEqualTo(1);
        stack.assertOneOfEach(1);
    }

    @Test
    void aWorkerThatHangsForAMinuteInAPushIsReplacedAndItsPushRefusedWhenItComesBack() throws Exception {
        stack.awaitStep(HostWork.VERIFY, List.of("1-generate", "2-verify", "3-fix"));
        // So that it is met between asking what the remote has and pushing.
        stack.faults()
                .add(JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "slow")
                        .put("route", "git-push")
                        .put("delay", "10s")
                        .put("times", 1));
        String stalled = stack.workerThatRuns(HostWork.PUSH);
        Instant since = Instant.now();
        stack.processes().stall(stalled);
        stack.workerThatRuns(HostWork.PUSH, stalled);
        passes(since, LONG);
        stack.processes().goOn(stalled);
        stack.awaitEnd();

        assertThat(stack.results().get(PROJECT).state()).isEqualTo(RunState.COMPLETED);
        await("the one that came back is refused")
                .atMost(CrashStack.PATIENCE)
                .until(() -> stack.log(stalled).contains("step 5-push ends with SESSION_FENCED"));
        onlyRepeated("5-push");
        assertThat(stack.agentRunsAgain()).isZero();
        stack.assertOneOfEach(1);
    }

    private String whileItsAgentRuns() {
        String worker = stack.workerThatRuns(HostWork.AGENT);
        await("its agent")
                .atMost(CrashStack.PATIENCE)
                .until(() -> stack.log(worker).contains("started for 1-generate"));
        return worker;
    }

    private void onlyRepeated(String step) {
        assertThat(stack.stepsAgain())
                .isNotEmpty()
                .extracting(WorkAgain.Repeated::step, WorkAgain.Repeated::goneBack)
                .containsOnly(tuple(step, false));
    }

    private static void passes(Instant since, Duration time) {
        await().atMost(time.plusMinutes(1))
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> Instant.now().isAfter(since.plus(time)));
    }
}
