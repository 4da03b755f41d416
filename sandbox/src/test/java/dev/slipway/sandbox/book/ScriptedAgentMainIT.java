package dev.slipway.sandbox.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedAgentMainIT {
    private static final String PROMPT =
            "Toolchain: command\nTask: generate\nProject: release-notes\nDescription: Notes of each release\n";

    @TempDir
    Path tree;

    private record Ended(int exitCode, String output, long millis) {}

    @Test
    void writesTheFilesIntoItsWorkingDirectory() throws Exception {
        Ended ended = run(PROMPT);
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("write render.sh");
        assertThat(tree.resolve("README.md")).content().startsWith("# Release Notes");
        assertThat(tree.resolve("check.sh")).exists();
    }

    @Test
    void lastsAsLongAsItIsTold() throws Exception {
        Ended ended = run(PROMPT, "--seconds", "1.5");
        assertThat(ended.exitCode()).isZero();
        // No upper bound: the machine may be busy. Process start is known to 10 ms.
        assertThat(ended.millis()).isGreaterThanOrEqualTo(1450);
    }

    @Test
    void refusesAPromptThatIsNotSlipways() throws Exception {
        Ended ended = run("Write me a poem.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.output()).contains("no line 'Toolchain: …'");
        assertThat(tree).isEmptyDirectory();
    }

    @Test
    void refusesArgumentsThatItDoesNotKnow() throws Exception {
        assertThat(run(PROMPT, "--seconds", "soon").output()).contains("can't use 'soon'");
        assertThat(run(PROMPT, "--minutes", "1").exitCode()).isEqualTo(2);
    }

    private Ended run(String prompt, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "target/slipway-sandbox.jar",
                ScriptedAgentMain.class.getName()));
        command.set(4, Path.of("target/slipway-sandbox.jar").toAbsolutePath().toString());
        command.addAll(List.of(args));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(prompt.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        return new Ended(exitCode, output, (System.nanoTime() - begin) / 1_000_000);
    }
}
