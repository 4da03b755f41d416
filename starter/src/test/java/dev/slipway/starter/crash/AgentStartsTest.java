package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStartsTest {
    private static final String START = "{\"message\":\"agent scripted started\",\"event\":\"agent-started\"}\n";
    private static final String OTHER = "{\"message\":\"no agent-started here\",\"level\":\"INFO\"}\n";

    @TempDir
    Path one;

    @TempDir
    Path two;

    @Test
    void countsStartsInAllWorkersLogsAndInWhatWasRotated() throws IOException {
        Files.writeString(one.resolve("worker-a.json"), START + OTHER + START);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(one.resolve("worker-a.json.0.gz")))) {
            out.write(START.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(two.resolve("worker-b.json"), START + START.substring(0, START.length() - 3));

        assertThat(AgentStarts.of(List.of(one, two))).isEqualTo(4);
    }
}
