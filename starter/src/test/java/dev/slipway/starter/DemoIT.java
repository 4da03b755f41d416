package dev.slipway.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, as a user starts it: server, sandbox and worker as processes, projects from nothing to a pull request. */
class DemoIT {
    private static final long LONGEST_MINUTES = 10;

    @TempDir
    Path home;

    @Test
    void bringsEachProjectToOnePullRequestAndStopsWhatItStarted() throws Exception {
        Path out = home.resolve("out.json");
        Path err = home.resolve("err.txt");

        Process demo = demo(out, err, "--projects", "3", "--toolchains", "command", "--agent-seconds", "0");

        assertThat(demo.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(Files.readString(err)).isZero();
        JsonNode result = new ObjectMapper().readTree(out.toFile());
        JsonNode totals = result.get("totals");
        assertThat(totals.get("completed").asInt()).isEqualTo(3);
        assertThat(totals.get("repositories").asInt()).isEqualTo(3);
        assertThat(totals.get("pullRequests").asInt()).isEqualTo(3);
        assertThat(totals.get("duplicates").asInt()).isZero();
        for (JsonNode project : result.get("projects")) {
            assertThat(project.get("attempts").asInt())
                    .as("its first source fails")
                    .isEqualTo(2);
            assertThat(project.get("events").asInt()).isLessThanOrEqualTo(150);
            assertThat(project.get("historyBytes").asInt()).isLessThanOrEqualTo(100_000);
            assertThat(project.get("githubRequests").asInt()).isLessThanOrEqualTo(10);
            assertThat(project.get("pullRequest").asText()).contains("/pull/");
        }
        assertThat(running(home)).as("processes that still know of " + home).isEmpty();
    }

    private Process demo(Path out, Path err, String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                Path.of("target", "slipway-starter.jar").toAbsolutePath().toString(),
                "demo",
                "--json"));
        command.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SLIPWAY_HOME", home.resolve("slipway").toString());
        return builder.start();
    }

    private static List<String> running(Path home) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(home.toString()))
                .toList();
    }
}
