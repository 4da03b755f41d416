package dev.slipway.starter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the histories that are stored with the workflows. */
class ReplayTest {
    private static final Path HISTORIES = Path.of("..", "workflows/src/test/resources/histories");

    static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.list(HISTORIES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static String stored() throws IOException {
        return Files.readString(HISTORIES.resolve("happy.json"));
    }

    /** Of each kind of workflow there is one. */
    @ParameterizedTest
    @MethodSource("histories")
    void comesToTheSameDecisions(Path file) throws IOException {
        assertThat(new Replay(WorkflowExecutionHistory.fromJson(Files.readString(file))).run())
                .isEmpty();
    }

    @Test
    void saysOfWhichTypeAWorkflowIs() throws IOException {
        assertThat(new Replay(WorkflowExecutionHistory.fromJson(stored())).workflowType())
                .isEqualTo("Project");
    }

    @Test
    void saysAtWhichEventAndWhyTheCodeParts() throws IOException {
        String otherwise = stored().replace("\"Publish\"", "\"Elsewhere\"");
        assertThat(otherwise).isNotEqualTo(stored());

        assertThat(new Replay(WorkflowExecutionHistory.fromJson(otherwise)).run())
                .hasValueSatisfying(divergence -> {
                    assertThat(divergence.event()).isGreaterThan(50);
                    assertThat(divergence.eventType()).isEqualTo("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED");
                    assertThat(divergence.reason()).contains("match");
                });
    }
}
