package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.MergeMethod;
import dev.slipway.run.AgentName;
import dev.slipway.run.RunState;
import dev.slipway.testing.Failures;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same history gives the same decisions. */
@Timeout(60)
class ProjectReplayTest {

    @Test
    void comesToTheSameEndWhenEachWorkflowTaskReplaysFromTheStart() throws Exception {
        AtomicInteger builds = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger opens = new AtomicInteger();
        WorkerFactoryOptions nothingCached =
                WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build();
        try (World world = new World(nothingCached)) {
            world.script.agent = run -> runs.incrementAndGet() == 2
                    ? Outcomes.agent(run, AgentOutcome.CRASHED, null, "exit 139")
                    : Outcomes.worked(run);
            world.script.build =
                    request -> builds.incrementAndGet() <= 2 ? Outcomes.red("Error: ParserError") : Outcomes.green();
            world.github.onOpen = request -> {
                if (opens.incrementAndGet() == 1) {
                    throw Failures.of(FailureType.ACCOUNT_FORBIDDEN, "403 Resource not accessible");
                }
            };
            world.start().accountsOf("acme", "alice", "bob");
            RunningProject project = world.run(Specs.project("token-vault")
                    .withTests()
                    .merge(MergeMethod.SQUASH)
                    .spec());
            ProjectReport report = project.result();

            assertThat(report.state()).isEqualTo(RunState.COMPLETED);
            assertThat(report.agent()).isEqualTo(AgentName.of("scripted"));
            WorkflowReplayer.replayWorkflowExecution(project.history(), ProjectWorkflowImpl.class);
        }
    }
}
