package dev.slipway.history;

import dev.slipway.batch.BatchInput;
import dev.slipway.batch.BatchOptions;
import dev.slipway.batch.BatchWorkflow;
import dev.slipway.batch.ProjectEntry;
import dev.slipway.batch.RunProjectsAgain;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.run.RunKey;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Batches whose histories are stored. */
final class RecordedBatches {
    private static final int PROJECTS = 5;
    private static final int STARTS_PER_RUN = 3;

    private RecordedBatches() {}

    /** Paused and resumed, and a project of it cancelled and run again. */
    static void steered(World world) {
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger agents = new AtomicInteger();
        world.script.agent = run -> {
            agents.incrementAndGet();
            RecordedCases.await(mayEnd);
            return Outcomes.worked(run);
        };
        BatchWorkflow batch = begin(world, 0);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> agents.get() == 2);
        world.client()
                .newUntypedWorkflowStub(WorkflowIds.project(
                        World.BATCH, entries().get(0).project().name()))
                .cancel();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> batch.summary().cancelled() == 1);
        batch.steer(new Steering(Kind.PAUSE, "ann"));
        ProjectEntry first = entries().get(0);
        batch.runAgain(
                new RunProjectsAgain(List.of(new ProjectEntry(first.project(), first.runKey(), Step.GENERATE, "ann"))));
        mayEnd.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> batch.summary().running() == 0);
        batch.steer(new Steering(Kind.RESUME, "ann"));
        WorkflowStub.fromTyped(batch).getResult(Object.class);
    }

    /** Runs a batch that continues as new. */
    static WorkflowExecution continuedAsNew(World world) {
        BatchWorkflow batch = begin(world, STARTS_PER_RUN);
        WorkflowExecution first = WorkflowStub.fromTyped(batch).getExecution();
        WorkflowStub.fromTyped(batch).getResult(Object.class);
        return first;
    }

    private static List<ProjectEntry> entries() {
        List<ProjectEntry> entries = new ArrayList<>();
        for (int i = 0; i < PROJECTS; i++) {
            entries.add(
                    new ProjectEntry(Specs.project("project-" + i).maxRetries(0).spec(), RunKey.of("keyproject" + i)));
        }
        return entries;
    }

    private static BatchWorkflow begin(World world, int startsPerRun) {
        BatchWorkflow batch =
                world.client().newWorkflowStub(BatchWorkflow.class, World.options(WorkflowIds.batch(World.BATCH)));
        WorkflowExecution unused = WorkflowClient.start(
                batch::run,
                new BatchInput(
                        World.BATCH,
                        entries(),
                        2,
                        false,
                        null,
                        new BatchOptions(Duration.ofSeconds(3), startsPerRun, World.OPTIONS)));
        return batch;
    }
}
