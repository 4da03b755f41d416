package dev.slipway.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Records the cases anew, or those that were never recorded, when asked to: what is recorded then is what later code has to
 * replay.
 */
@EnabledIfSystemProperty(named = "slipway.record-histories", matches = "true|missing")
class RecordHistoriesTest {
    @ParameterizedTest
    @EnumSource(RecordedCases.class)
    void records(RecordedCases recorded) throws Exception {
        Path file = StoredHistoriesTest.FOLDER.resolve(recorded.fileName() + ".json");
        if (System.getProperty("slipway.record-histories").equals("missing") && Files.exists(file)) {
            return;
        }
        WorkflowExecutionHistory history = recorded.play();
        Files.createDirectories(file.getParent());
        Files.writeString(file, new ObjectMapper().readTree(history.toJson(false)) + "\n");
    }
}
