package dev.slipway.starter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** On a history of a demo's project, as {@code slipway replay --save} wrote it. */
class ReplayTest {
    private static String stored() throws IOException {
        try (var in = ReplayTest.class.getResourceAsStream("project.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
