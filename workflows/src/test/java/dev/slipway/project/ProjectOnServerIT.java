package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.batch.BatchInput;
import dev.slipway.batch.BatchOptions;
import dev.slipway.batch.BatchSummary;
import dev.slipway.batch.BatchWorkflow;
import dev.slipway.batch.ProjectEntry;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.DevServer;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a real server shows: its own count of the history, visibility, and time-outs in real time. */
@Timeout(120)
class ProjectOnServerIT {
    private World world;

    @BeforeEach
    void open() {
        world = new World(DevServer.start());
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private WorkflowExecutionInfo describe(String id) {
        return world.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(world.client().getOptions().getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                        .build())
                .getWorkflowExecutionInfo();
    }

    @Test
    void aProjectWithTwoFixRoundsInABatchStaysWithin150EventsAnd100Kilobytes() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() <= 2 ? Outcomes.red("Error: ParserError") : Outcomes.green();
        world.start().accounts("alice");
        BatchWorkflow batch =
                world.client().newWorkflowStub(BatchWorkflow.class, World.options(WorkflowIds.batch(World.BATCH)));
        ProjectSpec spec = Specs.project("token-vault").spec();
        BatchSummary summary = batch.run(
                new BatchInput(World.BATCH, List.of(new ProjectEntry(spec, RunKey.of("k3y00001"))), 1, false, null));

        assertThat(summary.completed()).isEqualTo(1);
        String id = WorkflowIds.project(World.BATCH, spec.name());
        WorkflowExecutionInfo info =
                Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> describe(id), one -> one.hasCloseTime());
        assertThat(info.getHistoryLength()).isLessThanOrEqualTo(150);
        assertThat(info.getHistorySizeBytes()).isLessThanOrEqualTo(100_000);
        assertThat(info.getMemo().getFieldsMap()).containsKeys("runKey", "name");
        assertThat(info.getSearchAttributes()
                        .getIndexedFieldsOrThrow("SlipwayState")
                        .getData()
                        .toStringUtf8())
                .contains(RunState.COMPLETED.name());
    }

    @Test
    void aLostHostIsReplacedAndTheStepRepeatedUnderItsName() {
        world.script.build = request -> {
            if (!world.host("host-1").dead()) {
                world.kill("host-1");
            }
            return Outcomes.green();
        };
        world.start().accounts("alice");
        RunningProject project = world.run(Specs.project("token-vault").spec());

        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "2-verify", "3-push");
        assertThat(world.calls.get(3).host()).isEqualTo(world.host("host-2").id());
    }

    @Test
    void aBatchGoesOnAcrossContinueAsNew() {
        world.start().accounts("alice", "bob", "carol", "dave");
        List<ProjectEntry> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(new ProjectEntry(Specs.project("project-" + i).spec(), RunKey.of(String.format("k3y%05d", i))));
        }
        BatchWorkflow batch =
                world.client().newWorkflowStub(BatchWorkflow.class, World.options(WorkflowIds.batch(World.BATCH)));
        BatchSummary summary = batch.run(new BatchInput(
                World.BATCH, entries, 4, false, null, new BatchOptions(Duration.ofMinutes(5), 5, World.OPTIONS)));

        assertThat(summary.completed()).isEqualTo(12);
        assertThat(world.github.repositories()).isEqualTo(12);
    }
}
