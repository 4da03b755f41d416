package dev.slipway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountPoolWorkflowImpl;
import dev.slipway.batch.BatchWorkflowImpl;
import dev.slipway.project.ProjectWorkflowImpl;
import dev.slipway.project.RecheckWorkflowImpl;
import dev.slipway.seat.AgentPoolWorkflowImpl;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that were recorded once go on with today's code. When this fails, a run that is under way would fail too: guard
 * the change with {@code Workflow.getVersion}. How to record: CONTRIBUTING.md.
 */
class StoredHistoriesTest {
    static final Path FOLDER = Path.of("src/test/resources/histories");

    static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void replaysWithTodaysCode(Path file) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(
                WorkflowExecutionHistory.fromJson(Files.readString(file)),
                ProjectWorkflowImpl.class,
                BatchWorkflowImpl.class,
                AccountPoolWorkflowImpl.class,
                AgentPoolWorkflowImpl.class,
                RecheckWorkflowImpl.class);
    }

    @Test
    void thereIsOneOfEachCase() throws IOException {
        assertThat(histories())
                .extracting(file -> file.getFileName().toString().replace(".json", ""))
                .containsAll(RecordedCases.names());
    }
}
