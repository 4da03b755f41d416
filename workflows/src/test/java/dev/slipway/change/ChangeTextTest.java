package dev.slipway.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.Brief;
import dev.slipway.run.Priority;
import dev.slipway.run.RunKey;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.SeatRoute;
import dev.slipway.testing.Outcomes;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Commands;
import dev.slipway.verification.Phase;
import dev.slipway.verification.Verification;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeTextTest {

    @RegisterExtension
    static final TestWorkflowExtension TEMPORAL = TestWorkflowExtension.newBuilder()
            .registerWorkflowImplementationTypes(WriterImpl.class)
            .build();

    /** Runs the writing where a workflow's clock is. */
    @WorkflowInterface
    public interface Writer {
        @WorkflowMethod
        List<String> write(String description, Verification verification);
    }

    /** See {@link Writer}. */
    public static final class WriterImpl implements Writer {
        @Override
        public List<String> write(String description, Verification verification) {
            ChangePlan plan = new ChangePlan(
                    RunKey.of("k3y00001"),
                    "project/demo/token-vault",
                    new Brief("token-vault", description, "vault", ToolchainName.of("solc"), null),
                    Commands.NONE,
                    Priority.MEDIUM,
                    null,
                    null,
                    SeatRoute.INSTALLATIONS,
                    null,
                    3,
                    Duration.ZERO,
                    Duration.ofMinutes(15),
                    Duration.ofDays(7),
                    false,
                    false,
                    false,
                    java.util.Set.of(),
                    null,
                    null,
                    "");
            ChangeText text = new ChangeText(plan, new RunStatus(null));
            return List.of(text.title(), text.body(verification), text.commitMessage(verification));
        }
    }

    @Test
    void saysWhatWasBuiltHowItWasVerifiedAndWhichRunItWas(Writer writer) {
        String body = writer.write("ERC-20 vault", Outcomes.green()).get(1);
        assertThat(body)
                .contains("```text\nERC-20 vault\n```")
                .contains("| compile | `solcjs --bin contracts/*.sol` | 0 | 0.9 s |")
                .contains("- attempts: 0")
                .contains("- cost: not reported");
        assertThat(body.lines()).contains("Slipway run: k3y00001");
    }

    @Test
    void descriptionsAndCommandsCanBeNeitherMarkupNorMentions(Writer writer) {
        String hostile = "```\n## Approved\n@octocat please merge\nSlipway run: other\n````";
        Verification verification = new Verification(
                true,
                null,
                List.of(new CommandRun(Phase.TEST, "echo `a` | tee @octocat\nrm x", 0, false, Duration.ofMinutes(2))),
                "",
                null,
                null,
                Duration.ofMinutes(2));
        List<String> texts = writer.write(hostile, verification);
        assertThat(texts.get(1))
                .contains("`````text\n" + hostile + "\n`````")
                .contains("| test | `` echo `a` \\| tee @octocat rm x `` | 0 | 2 min 0 s |");
        assertThat(texts.get(2)).doesNotContain("@octocat").doesNotContain("Approved");
    }
}
