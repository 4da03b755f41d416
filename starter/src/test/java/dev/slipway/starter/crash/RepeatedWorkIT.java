package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.agent.AgentResult;
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

/**
 * A worker killed in each step: that step is repeated, on another host where it is one of a host, and no other. The agent
 * can resume its session, and after the push the host that had the workspace never comes back.
 */
class RepeatedWorkIT {
    private static final String PROJECT = "notes";

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(
                folder,
                2,
                1,
                on -> ScriptedAgent.claude(3, "0.01", "metered", on.sandbox().modelUrl(), on.modelKey()),
                JsonNodeFactory.instance.objectNode());
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void aKillRepeatsTheStepThatItCutsOffAndNothingElse() throws Exception {
        // Long enough to be met: they otherwise take no time at all.
        stack.faults().add(slow("git-push").put("delay", "1500ms"));
        stack.faults().add(slow("POST /user/repos").put("delay", "10s").put("times", 1));
        stack.faults().add(slow("POST /repos/*/*/pulls").put("delay", "10s").put("times", 1));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sleep 2; sh check.sh"));

        String creating = stack.workerThatRuns("Ensure");
        stack.kill(creating);
        stack.processes().revive(creating);
        List<String> steps = new ArrayList<>();
        for (String type : List.of(HostWork.AGENT, HostWork.VERIFY, HostWork.AGENT)) {
            CrashStack.Seen seen = stack.awaitStep(type, steps);
            steps.add(seen.step());
            stack.kill(seen.worker());
            stack.processes().revive(seen.worker());
        }
        CrashStack.Seen push = stack.awaitStep(HostWork.PUSH, steps);
        steps.add(push.step());
        stack.kill(push.worker());
        String opening = stack.workerThatRuns("OpenPullRequest");
        stack.kill(opening);
        stack.processes().revive(opening);
        stack.awaitEnd();

        assertThat(steps).containsExactly("1-generate", "2-verify", "3-fix", "5-push");
        assertThat(opening).as("the one that is left").isNotEqualTo(push.worker());
        assertThat(stack.processes().alive(push.worker())).isEmpty();
        assertThat(stack.results().get(PROJECT).state()).isEqualTo(RunState.COMPLETED);
        assertThat(stack.stepsAgain())
                .as("each only by having been cut off itself")
                .noneMatch(WorkAgain.Repeated::goneBack)
                .extracting(WorkAgain.Repeated::step)
                .isSubsetOf(steps);
        assertThat(stack.agentRunsAgain()).as("in generate and in fix").isLessThanOrEqualTo(2);
        assertThat(stack.recorded(PROJECT).agentResults())
                .as("generate, and a fix that resumed its session on whichever host")
                .hasSize(2)
                .extracting(AgentResult::agentSession)
                .doesNotContainNull()
                .containsOnly(stack.recorded(PROJECT).agentResults().get(0).agentSession());
        stack.assertOneOfEach(1);
    }

    private static ObjectNode slow(String route) {
        return JsonNodeFactory.instance.objectNode().put("kind", "slow").put("route", route);
    }
}
