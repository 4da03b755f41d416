package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.run.RunState;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker killed in each step that is done on a host: that step is repeated, on another host, and no other. */
class RepeatedWorkIT {
    private static final String PROJECT = "notes";

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(folder, 2, 1, ScriptedAgent.agents("scripted", 2));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void aKillInGenerateVerifyFixOrPushRepeatsThatStepOnly() throws Exception {
        // Long enough to be met: a push otherwise takes no time at all.
        stack.faults()
                .add(JsonNodeFactory.instance
                        .objectNode()
                        .put("kind", "slow")
                        .put("route", "git-push")
                        .put("delay", "1500ms"));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sleep 2; sh check.sh"));

        List<String> steps = new ArrayList<>();
        for (String type : List.of(HostWork.AGENT, HostWork.VERIFY, HostWork.AGENT, HostWork.PUSH)) {
            CrashStack.Seen seen = stack.awaitStep(type, steps);
            steps.add(seen.step());
            stack.kill(seen.worker());
            stack.processes().revive(seen.worker());
        }
        stack.awaitEnd();

        assertThat(steps).containsExactly("1-generate", "2-verify", "3-fix", "5-push");
        assertThat(stack.results().get(PROJECT).state()).isEqualTo(RunState.COMPLETED);
        assertThat(stack.stepsAgain())
                .as("each only by having been cut off itself")
                .noneMatch(WorkAgain.Repeated::goneBack)
                .extracting(WorkAgain.Repeated::step)
                .isSubsetOf(steps);
        assertThat(stack.agentRunsAgain()).as("in generate and in fix").isLessThanOrEqualTo(2);
        stack.assertOneOfEach(1);
    }
}
