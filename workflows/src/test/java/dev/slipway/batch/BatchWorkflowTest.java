package dev.slipway.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.project.ProjectWorkflow;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BatchWorkflowTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static ProjectEntry entry(String name, Priority priority) {
        return new ProjectEntry(
                Specs.project(name).priority(priority).maxRetries(0).spec(), RunKey.of("key" + name.replace("-", "")));
    }

    private static List<ProjectEntry> entries(int count) {
        List<ProjectEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(entry(String.format("project-%03d", i), Priority.MEDIUM));
        }
        return entries;
    }

    private BatchWorkflow start(BatchInput input) {
        BatchWorkflow batch =
                world.client().newWorkflowStub(BatchWorkflow.class, World.options(WorkflowIds.batch(World.BATCH)));
        WorkflowClient.start(batch::run, input);
        return batch;
    }

    private BatchSummary run(BatchInput input) {
        return WorkflowStub.fromTyped(start(input)).getResult(BatchSummary.class);
    }

    private static BatchInput input(List<ProjectEntry> entries, int parallel, boolean force, int startsPerRun) {
        return new BatchInput(
                World.BATCH,
                entries,
                parallel,
                force,
                null,
                // The test server does not skip time any more once a workflow was terminated.
                new BatchOptions(Duration.ofSeconds(3), startsPerRun, World.OPTIONS));
    }

    @Test
    void runsFiftyProjectsUrgentOnesFirstAndNeverMoreThanParallel() {
        List<ProjectEntry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(entry(String.format("project-%02d", i), Priority.values()[i % 4]));
        }
        List<String> started = new CopyOnWriteArrayList<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        world.github.onEnsure = request -> {
            started.add(request.wanted().name());
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
        };
        world.github.onOpen = request -> running.decrementAndGet();
        world.start().accounts("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy");

        BatchSummary summary = run(input(entries, 5, false, 0));

        assertThat(summary.state()).isEqualTo(RunState.COMPLETED);
        assertThat(summary.completed()).isEqualTo(50);
        assertThat(summary.pullRequests()).isEqualTo(50);
        assertThat(most.get()).isLessThanOrEqualTo(5);
        assertThat(started.subList(0, 5)).allMatch(name -> Integer.parseInt(name.substring(8)) % 4 == 0);
        assertThat(started.subList(45, 50)).allMatch(name -> Integer.parseInt(name.substring(8)) % 4 == 3);
    }

    @Test
    void goesOnAcrossContinueAsNewWhileChildrenReport() {
        world.start().accounts("alice", "bob", "carol", "dave");

        BatchSummary summary = run(input(entries(20), 4, false, 3));

        assertThat(summary.completed()).isEqualTo(20);
        assertThat(summary.projects()).isEqualTo(20);
        assertThat(world.github.repositories()).isEqualTo(20);
    }

    @Test
    void skipsWhatIsCompletedUnlessForced() {
        world.start().accounts("alice", "bob");
        run(input(entries(3), 3, false, 0));

        BatchSummary again = run(input(entries(4), 3, false, 0));
        assertThat(again.skipped()).isEqualTo(3);
        assertThat(again.completed()).isEqualTo(1);
        assertThat(again.pullRequests()).isEqualTo(4);

        BatchSummary forced = run(input(entries(4), 3, true, 0));
        assertThat(forced.skipped()).isZero();
        assertThat(forced.completed()).isEqualTo(4);
    }

    @Test
    void startsAFailedProjectAgainWhereItStoppedWithItsFirstRunKeyAndNewStepNames() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        ProjectEntry impatient = new ProjectEntry(
                Specs.project("vault")
                        .maxRetries(0)
                        .patience(Duration.ofSeconds(1))
                        .spec(),
                RunKey.of("firstkey"));
        start(input(List.of(impatient), 1, false, 0));
        WorkflowStub project =
                world.client().newUntypedWorkflowStub(WorkflowIds.project(World.BATCH, ProjectName.of("vault")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThatThrownBy(() -> project.getResult(Object.class))
                        .isInstanceOf(WorkflowFailedException.class));

        world.script.build = request -> Outcomes.green();
        BatchSummary summary =
                run(input(List.of(new ProjectEntry(impatient.project(), RunKey.of("otherkey"))), 1, false, 0));

        assertThat(summary.completed()).isEqualTo(1);
        assertThat(world.calls).extracting(call -> call.workspace().runKey()).containsOnly(RunKey.of("firstkey"));
        assertThat(world.calls).extracting(FakeHost.Call::step).doesNotHaveDuplicates();
        assertThat(world.calls)
                .extracting(call -> call.step().replaceFirst("^(\\d+-[a-z]+).*", "$1"))
                .containsExactly("1-generate", "2-verify", "1-verify", "2-push");
        assertThat(world.calls.get(2).workspace().session())
                .isGreaterThan(world.calls.get(1).workspace().session());
    }

    @Test
    void returnsWhenOnlyPeopleCanGoOn() {
        world.script.build = request -> request.workspace().runKey().value().endsWith("001")
                ? Outcomes.red("Error: ParserError")
                : Outcomes.green();
        world.start().accounts("alice", "bob");

        BatchSummary summary = run(input(entries(3), 1, false, 0));

        assertThat(summary.state()).isEqualTo(RunState.NEEDS_ATTENTION);
        assertThat(summary.completed()).isEqualTo(2);
        assertThat(summary.needAttention()).isEqualTo(1);
        assertThat(summary.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("COMPILE failed: Error: ParserError"));
    }

    @Test
    void attachesToProjectsThatRunOrRestAlready() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        run(input(entries(1), 1, false, 0));

        BatchSummary second = run(input(entries(1), 1, false, 0));

        assertThat(second.needAttention()).isEqualTo(1);
        assertThat(world.github.ensured).hasSize(1);
    }

    @Test
    void findsAProjectThatWasTerminatedWithoutAReport() {
        // There is no pool, so the project waits; and after the batch's continue-as-new nobody tells it of the end.
        world.start();
        BatchWorkflow batch = start(input(entries(1), 1, false, 1));
        WorkflowStub project =
                world.client().newUntypedWorkflowStub(WorkflowIds.project(World.BATCH, ProjectName.of("project-000")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() ->
                        project.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        project.terminate("test");

        BatchSummary summary = WorkflowStub.fromTyped(batch).getResult(BatchSummary.class);

        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void takesItsProjectsAlongWhenCancelled() {
        CountDownLatch reached = new CountDownLatch(2);
        world.script.agent = run -> {
            reached.countDown();
            return Outcomes.agent(run, AgentOutcome.OVERLOADED, null, "529");
        };
        world.start().accounts("alice", "bob");
        BatchWorkflow batch = start(input(entries(5), 2, false, 0));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> reached.getCount() == 0);

        WorkflowStub stub = WorkflowStub.fromTyped(batch);
        stub.cancel();
        assertThatThrownBy(() -> stub.getResult(BatchSummary.class))
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);

        BatchSummary summary = batch.summary();
        assertThat(summary.state()).isEqualTo(RunState.CANCELLED);
        assertThat(summary.cancelled()).isEqualTo(2);
        assertThat(summary.pending()).isEqualTo(3);
        assertThat(world.host("host-1").open()).isZero();
        assertThat(world.pool().accounts()).allMatch(account -> account.leases() == 0);
        assertThat(world.client()
                        .newWorkflowStub(
                                ProjectWorkflow.class, WorkflowIds.project(World.BATCH, ProjectName.of("project-000")))
                        .report()
                        .state())
                .isEqualTo(RunState.CANCELLED);
    }
}
