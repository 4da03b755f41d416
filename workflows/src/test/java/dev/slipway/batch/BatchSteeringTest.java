package dev.slipway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.ledger.Decision;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectWorkflow;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People pause batches, and projects of batches. */
@Timeout(120)
class BatchSteeringTest {
    private final World world = new World();
    private final CountDownLatch agentsMayEnd = new CountDownLatch(1);
    private final AtomicInteger agents = new AtomicInteger();

    @AfterEach
    void close() {
        agentsMayEnd.countDown();
        world.close();
    }

    /** A batch whose agents work until the test lets them end. */
    private BatchWorkflow started(int projects, int parallel) {
        world.script.agent = run -> {
            agents.incrementAndGet();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> agentsMayEnd.getCount() == 0);
            return Outcomes.worked(run);
        };
        world.start().accounts("alice", "bob");
        List<ProjectEntry> entries = IntStream.range(0, projects)
                .mapToObj(i -> new ProjectEntry(
                        Specs.project("project-00" + i).maxRetries(0).spec(), RunKey.of("keyproject00" + i)))
                .toList();
        BatchWorkflow batch =
                world.client().newWorkflowStub(BatchWorkflow.class, World.options(WorkflowIds.batch(World.BATCH)));
        WorkflowClient.start(
                batch::run,
                new BatchInput(
                        World.BATCH,
                        entries,
                        parallel,
                        false,
                        null,
                        new BatchOptions(Duration.ofSeconds(3), 0, World.OPTIONS)));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> agents.get() == parallel);
        return batch;
    }

    private static String id(int number) {
        return WorkflowIds.project(World.BATCH, ProjectName.of("project-00" + number));
    }

    private ProjectWorkflow project(int number) {
        return world.client().newWorkflowStub(ProjectWorkflow.class, id(number));
    }

    private static void await(BatchWorkflow batch, int completed, int paused) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(batch::summary, now -> now.completed() == completed && now.paused() == paused);
    }

    private static BatchSummary result(BatchWorkflow batch) {
        return WorkflowStub.fromTyped(batch).getResult(BatchSummary.class);
    }

    @Test
    void waitsForAProjectThatWasPausedByItself() {
        BatchWorkflow batch = started(2, 2);
        project(0).steer(new Steering(Kind.PAUSE, "ann"));
        agentsMayEnd.countDown();
        await(batch, 1, 1);
        assertThat(batch.summary().state()).isEqualTo(RunState.RUNNING);
        assertThat(batch.summary().needAttention()).isZero();

        project(0).steer(new Steering(Kind.RESUME, "ann"));
        BatchSummary summary = result(batch);
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.completed()).isEqualTo(2);
    }

    @Test
    void startsAnotherProjectInThePlaceOfAPausedOneAndResumesItWithTheBatch() {
        BatchWorkflow batch = started(2, 1);
        project(0).steer(new Steering(Kind.PAUSE, "ann"));
        agentsMayEnd.countDown();
        await(batch, 1, 1);

        assertThat(batch.steer(new Steering(Kind.RESUME, "bob")).text()).isEqualTo("goes on: 1 project");
        assertThat(result(batch).completed()).isEqualTo(2);
    }

    @Test
    void hearsOfTheEndOfAPausedProjectThatCouldNotSayIt() {
        BatchWorkflow batch = started(1, 1);
        project(0).steer(new Steering(Kind.PAUSE, "ann"));
        agentsMayEnd.countDown();
        await(batch, 0, 1);
        world.client().newUntypedWorkflowStub(id(0)).terminate("test");

        assertThat(result(batch).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void startsNothingWhilePausedPausesItsProjectsAndGoesOnWhenResumed() {
        BatchWorkflow batch = started(3, 2);

        assertThat(batch.steer(new Steering(Kind.PAUSE, "ann")).text())
                .isEqualTo("is paused: 2 projects after the running step, 1 not started");
        assertThat(batch.steer(new Steering(Kind.PAUSE, "bob")).changed()).isFalse();
        agentsMayEnd.countDown();
        await(batch, 0, 2);
        assertThat(batch.summary().state()).isEqualTo(RunState.PAUSED);
        assertThat(world.github.ensured).hasSize(2);

        assertThat(batch.steer(new Steering(Kind.RESUME, "ann")).text()).isEqualTo("goes on: 2 projects");
        BatchSummary summary = result(batch);
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.completed()).isEqualTo(3);
    }

    @Test
    void waitsForACancelledProjectThatWasStartedAgainMeanwhile() {
        BatchWorkflow batch = started(2, 2);
        world.client().newUntypedWorkflowStub(id(0)).cancel();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(batch::summary, now -> now.cancelled() == 1);
        batch.projectReported(
                new ProjectReported(ProjectName.of("project-000"), RunState.RUNNING, "", false, BigDecimal.ZERO));
        assertThat(batch.summary().running()).isEqualTo(2);
        batch.projectReported(
                new ProjectReported(ProjectName.of("project-000"), RunState.COMPLETED, "", true, BigDecimal.ZERO));
        agentsMayEnd.countDown();

        BatchSummary summary = result(batch);
        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.completed()).isEqualTo(2);
    }

    @Test
    void pausesAgainWhatWasResumedByItselfMeanwhile() {
        BatchWorkflow batch = started(2, 2);
        batch.steer(new Steering(Kind.PAUSE, "ann"));
        agentsMayEnd.countDown();
        await(batch, 0, 2);
        CountDownLatch building = new CountDownLatch(1);
        CountDownLatch built = new CountDownLatch(1);
        world.script.build = request -> {
            building.countDown();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> built.getCount() == 0);
            return Outcomes.green();
        };
        project(0).steer(new Steering(Kind.RESUME, "bob"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> building.getCount() == 0);

        assertThat(batch.steer(new Steering(Kind.PAUSE, "ann")))
                .isEqualTo(new Steered(
                        false, "is paused already: by ann; 1 project still under way, told again", RunState.PAUSED));
        built.countDown();
        await(batch, 0, 2);
        assertThat(project(0).report().step()).isEqualTo(Step.PUSH);
    }

    @Test
    void runsFailedProjectsAgainAsManyAtATimeAsItAllows() {
        BatchWorkflow batch = started(3, 1);
        world.client().newUntypedWorkflowStub(id(0)).cancel();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(batch::summary, now -> now.cancelled() == 1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> agents.get() == 2);
        ProjectEntry again = new ProjectEntry(
                Specs.project("project-000").maxRetries(0).spec(), RunKey.of("keyproject000"), Step.GENERATE, "ann");

        assertThat(batch.runAgain(new RunProjectsAgain(List.of(again))).projects())
                .containsExactly(ProjectName.of("project-000"));
        assertThat(batch.runAgain(new RunProjectsAgain(List.of(again))).projects())
                .isEmpty();
        assertThat(batch.known().projects()).hasSize(3);
        assertThat(batch.summary().running()).isEqualTo(1);
        assertThat(batch.summary().pending()).isEqualTo(2);
        agentsMayEnd.countDown();

        assertThat(result(batch).completed()).isEqualTo(3);
        assertThat(project(0).report().timeline())
                .extracting(TimelineEntry::what)
                .contains("run again by ann");
    }

    @Test
    void whatIsDecidedWhileAnEarlierDecisionIsWrittenIsWrittenToo() {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        BatchWorkflow batch = started(1, 1);
        world.ledger.onWrite = written -> {
            if (written instanceof Decision decision
                    && decision.target().startsWith("batch/")
                    && decision.what().equals("pause")) {
                writing.countDown();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> second.getCount() == 0);
            }
        };
        batch.steer(new Steering(Kind.PAUSE, "ann"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> writing.getCount() == 0);
        batch.steer(new Steering(Kind.RESUME, "ann"));
        agentsMayEnd.countDown();
        // The batch has nothing left to do but to write.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(batch::summary, now -> now.completed() == 1);
        batch.steer(new Steering(Kind.PAUSE, "bob", true, null));
        second.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(batch::summary, now -> now.state() == RunState.PAUSED);
        batch.steer(new Steering(Kind.RESUME, "bob"));

        assertThat(result(batch).completed()).isEqualTo(1);
        assertThat(world.ledger.decisions)
                .filteredOn(decision -> decision.target().startsWith("batch/"))
                .extracting(Decision::what)
                .containsExactlyInAnyOrder("pause", "resume", "pause --now", "resume");
    }
}
