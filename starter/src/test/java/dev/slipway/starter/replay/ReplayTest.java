package dev.slipway.starter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** On one of the histories that are stored with the workflows. */
class ReplayTest {
    private static final Path HISTORY = Path.of("..", "workflows/src/test/resources/histories/happy.json");

    private static String stored() throws IOException {
        return Files.readString(HISTORY);
    }

    @Test
    void comesToTheSameDecisions() throws IOException {
        Replay replay = new Replay(WorkflowExecutionHistory.fromJson(stored()));

        assertThat(replay.workflowType()).isEqualTo("Project");
        assertThat(replay.run()).isEmpty();
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
