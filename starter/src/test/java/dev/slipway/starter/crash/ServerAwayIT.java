package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.run.RunState;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temporal's server goes away while an agent runs, and comes back when the agent is done. */
class ServerAwayIT {
    private static final String PROJECT = "notes";

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(folder, 1, 1, ScriptedAgent.agents("scripted", 4));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sh check.sh"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void noRunIsLostOrRepeatedWhileTheServerIsAway() throws Exception {
        String worker = stack.workerThatRuns(HostWork.AGENT);
        await("its agent")
                .atMost(CrashStack.PATIENCE)
                .until(() -> stack.log(worker).contains("started for 1-generate"));

        stack.kill(DevServer.RECORD);
        assertThat(stack.hasOutcome(worker, "1-generate.agent"))
                .as("the agent runs on when its server is gone")
                .isFalse();
        await("the agent's end, which nobody can be told")
                .atMost(CrashStack.PATIENCE)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(() -> stack.hasOutcome(worker, "1-generate.agent"));
        stack.processes().revive(DevServer.RECORD);
        stack.awaitEnd();

        ProjectResult result = stack.results().get(PROJECT);
        assertThat(result.state()).isEqualTo(RunState.COMPLETED);
        assertThat(result.attempts()).as("its first source fails").isEqualTo(2);
        assertThat(result.agentRuns()).isEqualTo(2);
        assertThat(stack.agentRunsAgain()).isZero();
        assertThat(stack.recorded(PROJECT).scheduled(HostWork.AGENT))
                .as("generate and fix, each asked for once, unless a session was opened again that still had it")
                .isBetween(2, 3);
        assertThat(stack.stepsAgain()).noneMatch(WorkAgain.Repeated::goneBack);
        stack.assertOneOfEach(1);
    }
}
