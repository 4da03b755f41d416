package dev.slipway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectReported;
import dev.slipway.run.BatchName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.testing.Specs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchBoardTest {
    private static final BatchName BATCH = BatchName.of("demo");

    private static BatchBoard board(String... names) {
        return new BatchBoard(
                BATCH,
                Stream.of(names).map(name -> entry(name, Priority.MEDIUM)).toList(),
                false,
                null);
    }

    private static ProjectEntry entry(String name, Priority priority) {
        return new ProjectEntry(Specs.project(name).priority(priority).spec(), RunKey.of("key00000" + name));
    }

    private static ProjectReported said(String name, RunState state) {
        return new ProjectReported(ProjectName.of(name), state, "because", true, BigDecimal.ONE);
    }

    private static Inspected open(String name, RunState state) {
        return new Inspected(ProjectName.of(name), true, said(name, state), null);
    }

    private static BatchSummary summary(BatchBoard board) {
        return board.summary(RunState.RUNNING, Instant.EPOCH, null);
    }

    @Test
    void startsUrgentOnesFirstAndKeepsTheFilesOrderAmongEquals() {
        BatchBoard board = new BatchBoard(
                BATCH,
                List.of(
                        entry("a", Priority.LOW),
                        entry("b", Priority.HIGH),
                        entry("c", Priority.LOW),
                        entry("d", Priority.HIGH),
                        entry("e", Priority.URGENT)),
                false,
                null);
        assertThat(Stream.generate(board::start).limit(5))
                .extracting(next -> next.orElseThrow().project().name().value())
                .containsExactly("e", "b", "d", "a", "c");
    }

    @Test
    void anAnswerThatIsOlderThanAReportChangesNothing() {
        BatchBoard board = board("a", "b");
        board.start();
        board.start();
        List<ProjectName> silent = board.running();
        board.said(said("a", RunState.COMPLETED));
        board.said(said("b", RunState.NEEDS_ATTENTION));
        board.asked(silent, List.of(open("a", RunState.RUNNING), open("b", RunState.RUNNING)));

        assertThat(summary(board).completed()).isEqualTo(1);
        assertThat(summary(board).needAttention()).isEqualTo(1);
        assertThat(board.isDone()).isTrue();
    }

    @Test
    void aRestingProjectThatIsRetriedRunsAgainAndClosesOnce() {
        BatchBoard board = board("a");
        board.start();
        board.said(said("a", RunState.NEEDS_ATTENTION));
        assertThat(board.outcome()).isEqualTo(RunState.NEEDS_ATTENTION);
        board.said(said("a", RunState.RUNNING));
        assertThat(board.isDone()).isFalse();
        board.said(said("a", RunState.COMPLETED));
        board.said(said("a", RunState.FAILED));
        assertThat(board.outcome()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void aProjectWithoutAWorkflowHasFailed() {
        BatchBoard board = board("a");
        board.start();
        board.asked(board.running(), List.of());
        assertThat(summary(board).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo("its workflow is gone"));
        assertThat(board.outcome()).isEqualTo(RunState.FAILED);
    }

    @Test
    void carriesOnlyTheStandingOfWhatIsStarted() {
        BatchBoard board = board("a", "b", "c");
        board.found(
                List.of(new Inspected(ProjectName.of("c"), false, said("c", RunState.FAILED), RunKey.of("earlier0c"))));
        board.start();
        board.said(said("a", RunState.COMPLETED));
        board.start();

        BatchBoard next = new BatchBoard(BATCH, board.pendingEntries(), false, board.carry(Instant.EPOCH, null));
        assertThat(summary(next)).isEqualTo(summary(board));
        ProjectEntry last = next.start().orElseThrow();
        assertThat(last.runKey()).isEqualTo(RunKey.of("earlier0c"));
        assertThat(next.isAgain(last.project().name())).isTrue();
    }

    @Test
    void goesOnInTheRepositoryAndFromTheStepOfTheUnfinishedRun() {
        BatchBoard board = new BatchBoard(
                BATCH, List.of(new ProjectEntry(Specs.project("a").spec(), RunKey.of("fresh00a"))), false, null);
        board.found(List.of(new Inspected(
                ProjectName.of("a"),
                false,
                said("a", RunState.FAILED),
                Step.FIX,
                "factory-1",
                RunKey.of("earlier0a"))));

        ProjectEntry next = board.start().orElseThrow();
        assertThat(next.runKey()).isEqualTo(RunKey.of("earlier0a"));
        assertThat(next.from()).isEqualTo(Step.VERIFY);
        assertThat(next.project().owner()).isEqualTo("factory-1");
    }

    @Test
    void aForcedProjectIsBuiltAfreshButStaysWithTheOwnerOfItsRepository() {
        BatchBoard board = new BatchBoard(
                BATCH, List.of(new ProjectEntry(Specs.project("a").spec(), RunKey.of("fresh00a"))), true, null);
        board.found(List.of(new Inspected(
                ProjectName.of("a"),
                false,
                said("a", RunState.COMPLETED),
                Step.PULL_REQUEST,
                "factory-1",
                RunKey.of("earlier0a"))));

        ProjectEntry next = board.start().orElseThrow();
        assertThat(next.runKey()).isEqualTo(RunKey.of("fresh00a"));
        assertThat(next.from()).isNull();
        assertThat(next.project().owner()).isEqualTo("factory-1");
    }

    @Test
    void whatStoppedInItsDeploymentIsNotDeployedAgainUnlessAPersonWantsIt() {
        ProjectEntry fresh = new ProjectEntry(Specs.project("a").spec(), RunKey.of("fresh00a"));
        Inspected stopped = new Inspected(
                ProjectName.of("a"),
                false,
                said("a", RunState.CANCELLED),
                Step.DEPLOY,
                "factory-1",
                RunKey.of("earlier0a"));
        BatchBoard board = new BatchBoard(BATCH, List.of(fresh), false, null);
        board.found(List.of(stopped));

        assertThat(board.start()).isEmpty();
        assertThat(board.outcome()).isEqualTo(RunState.FAILED);
        assertThat(summary(board).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("'slipway retry' deploys again"));

        ProjectEntry wanted = new ProjectEntry(Specs.project("a").spec(), RunKey.of("earlier0a"), Step.DEPLOY, "ann");
        BatchBoard asked = new BatchBoard(BATCH, List.of(wanted), false, null);
        asked.found(List.of(stopped));
        assertThat(asked.start()).contains(wanted);
        assertThat(asked.isAgain(ProjectName.of("a"))).isTrue();
    }

    @Test
    void aProjectThatSomebodyElseStartedIsNotStartedOnceMore() {
        BatchBoard board = board("a", "b");
        board.start();
        board.said(said("b", RunState.RUNNING));
        board.said(said("b", RunState.COMPLETED));
        assertThat(board.start()).isEmpty();
        assertThat(summary(board).projects()).isEqualTo(2);
        assertThat(summary(board).completed()).isEqualTo(1);
    }

    @Test
    void aProjectThatIsOverRunsAgainInItsTurnAndOnlyOnce() {
        BatchBoard board = board("a", "b");
        board.start();
        board.said(said("a", RunState.FAILED));
        ProjectEntry again = new ProjectEntry(Specs.project("a").spec(), RunKey.of("key00000a"), Step.VERIFY, "ann");
        assertThat(board.runAgain(again)).isTrue();
        assertThat(board.runAgain(again)).as("it waits for its turn").isFalse();
        assertThat(board.known()).extracting(ProjectName::value).containsExactly("b", "a");
        assertThat(board.start().orElseThrow().project().name()).isEqualTo(ProjectName.of("b"));
        assertThat(board.start()).contains(again);
        assertThat(board.runAgain(again)).as("it runs").isFalse();
        board.said(said("a", RunState.NEEDS_ATTENTION));
        assertThat(board.runAgain(again)).as("it rests").isFalse();
    }

    @Test
    void aProjectThatWasForgottenIsBuiltWhereItsRepositoryIsAndIsGoneOnceItWasStarted() {
        Inspected forgotten =
                new Inspected(ProjectName.of("a"), false, said("a", RunState.PENDING), null, "factory-1", null);
        BatchBoard board = board("a");
        board.found(List.of(forgotten));
        ProjectEntry next = board.start().orElseThrow();
        assertThat(next.project().owner()).isEqualTo("factory-1");
        assertThat(next.runKey()).isEqualTo(RunKey.of("key00000a"));
        assertThat(board.isAgain(ProjectName.of("a"))).isFalse();
        board.asked(board.running(), List.of(forgotten));
        assertThat(board.outcome()).isEqualTo(RunState.FAILED);
    }
}
