package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.ProcessRecords;
import dev.slipway.starter.run.SandboxCounts;
import dev.slipway.starter.stack.LocalStack;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackHomes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a demo, and a dry run of a user's own file, with server, sandbox and worker as processes. */
class SandboxedStackIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private SlipwayHome home;

    @BeforeEach
    void folders() {
        environment.putAll(System.getenv());
        environment.remove("SLIPWAY_TEMPORAL_ADDRESS");
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
        home = SlipwayHome.from(environment);
    }

    @AfterEach
    void down() {
        slipway("down");
    }

    @Test
    void whatIsKeptCanBeLookedAtUntilItIsTakenDown() throws Exception {
        assertThat(slipway("demo", "--projects", "1", "--toolchains", "command", "--keep"))
                .as(err())
                .isZero();

        out.reset();
        assertThat(slipway("status", "--json")).as(err()).isZero();
        JsonNode status = new ObjectMapper().readTree(out.toByteArray());
        assertThat(status.path("batches").get(0).path("state").asText()).isEqualTo("COMPLETED");

        out.reset();
        assertThat(slipway("show", "release-notes", "--json")).as(err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out.toByteArray())
                        .path("report")
                        .path("pullRequest")
                        .asText())
                .contains("/pull/1");

        assertThat(slipway("test", "release-notes")).as(err()).isZero();
        assertThat(slipway("retry", "release-notes")).isEqualTo(2);

        assertThat(slipway("down", "--purge")).isZero();
        assertThat(running(StackHomes.sandboxed(home))).isZero();
        assertThat(home.state()).doesNotExist();
        assertThat(home.cache()).doesNotExist();
    }

    @Test
    void aDryRunTakesAFileWhoseAccountsHaveNoVariables() throws Exception {
        Files.writeString(folder.resolve("slipway.yaml"), """
                accounts: [{name: alice, token: "${NO_SUCH_TOKEN}", owner: "${NO_SUCH_OWNER}"}]
                projects:
                  - name: notes
                    description: "Release notes by a 'shell' script; $(touch escaped) `touch escaped` \\"quoted\\""
                    toolchain: command
                    account: alice
                    commands: {test: ['test "$LC_ALL" = C.UTF-8', sh check.sh]}
                """);

        assertThat(slipway("run", "--sandbox", "--json")).as(err()).isZero();

        JsonNode result = new ObjectMapper().readTree(out.toByteArray());
        assertThat(result.path("batch").asText()).isEqualTo("slipway");
        assertThat(result.path("totals").path("completed").asInt()).isEqualTo(1);
        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(running(StackHomes.sandboxed(home))).isZero();
    }

    @Test
    void aDryRunIsPutToTheTestByKillsAndFaults() throws Exception {
        projects();

        assertThat(slipway("run", "--sandbox", "--crash=8", "--faults", "flaky", "--fault-every", "3", "--json"))
                .as(err())
                .isZero();

        JsonNode result = new ObjectMapper().readTree(out.toByteArray());
        for (String one : List.of("completed", "repositories", "pullRequests")) {
            assertThat(result.path("totals").path(one).asInt()).as(one).isEqualTo(1);
        }
        assertThat(result.path("kills")).isNotEmpty();
        assertThat(result.path("faultsHit").asInt()).isPositive();
        for (String none : List.of("orphans", "secretsFound", "unsearched", "stepsGoneBack")) {
            assertThat(result.path(none).asInt(-1)).as(none).isZero();
        }
        assertThat(running(StackHomes.sandboxed(home))).isZero();
    }

    @Test
    void allAtOnceThenUpAndARunGoesOnToOneOfEach() throws Exception {
        projects();
        assertThat(slipway("sandbox", "start")).as(err()).isZero();
        Sandbox sandbox =
                new SandboxProcess(StackHomes.sandboxed(home)).running().orElseThrow();
        assertThat(slipway("sandbox", "installation", "--dir", "installation", "--agent-seconds", "5"))
                .as(err())
                .isZero();
        String config = folder.resolve("installation/config.yaml").toString();
        assertThat(slipway("up", "--config", config)).as(err()).isZero();
        assertThat(slipway("run", "--config", config, "--detach")).as(err()).isZero();
        await("its agent")
                .atMost(PATIENCE)
                .until(() -> row().path("step").asText().equals("generate"));

        killAll(home);
        killAll(StackHomes.sandboxed(home));
        new SandboxProcess(StackHomes.sandboxed(home)).restart(sandbox);
        assertThat(slipway("up", "--config", config)).as(err()).isZero();

        await("its end")
                .atMost(PATIENCE)
                .until(() -> row().path("state").asText().equals("COMPLETED"));
        SandboxCounts counts = new SandboxCounts(sandbox.stats());
        assertThat(counts.total("repositories")).isEqualTo(1);
        assertThat(counts.total("pullRequests")).isEqualTo(1);
        assertThat(counts.total("duplicates")).isZero();
        assertThat(slipway("sandbox", "stop")).as(err()).isZero();
    }

    private void projects() throws IOException {
        Files.writeString(folder.resolve("slipway.yaml"), """
                projects:
                  - name: notes
                    description: Release notes by a shell script
                    toolchain: command
                    commands: {test: [sh check.sh]}
                """);
    }

    /** The project, as a list shows it. */
    private JsonNode row() throws IOException {
        out.reset();
        assertThat(slipway("status", "slipway", "--json")).as(err()).isZero();
        return new ObjectMapper()
                .readTree(out.toByteArray())
                .path("batches")
                .path(0)
                .path("projects")
                .path(0);
    }

    /** As by {@code kill -9}, without any order. */
    private static void killAll(SlipwayHome stack) {
        List<ProcessHandle> all = new ProcessRecords(stack.run())
                .allAlive().stream().flatMap(record -> record.handle().stream()).toList();
        assertThat(all).isNotEmpty();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private int running(SlipwayHome stack) {
        return new LocalStack(stack, Console.of(System.out, System.err, Map.of()))
                .running()
                .size();
    }

    private int slipway(String... arguments) {
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder),
                arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
