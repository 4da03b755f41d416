package dev.slipway.starter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.process.FolderTree;
import dev.slipway.starter.run.SandboxCounts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code deploy/local-cluster}: a Temporal server on PostgreSQL, an S3 store, and two workers that share no disk. Left out
 * where PostgreSQL is missing or the servers were not built: that takes minutes, and {@code deploy/local-cluster install}
 * does it once.
 */
class LocalClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final SlipwayHome USER = SlipwayHome.from(System.getenv());
    private static final List<String> PROJECTS = List.of("notes-1", "notes-2", "notes-3", "notes-4");

    private Path home;

    @BeforeEach
    void needsItsServers() throws IOException {
        assumeThat(List.of(
                        "temporal-server-1.29.1/server", "temporal-server-1.29.1/schema", "versitygw-1.8.0/versitygw"))
                .as("left out: 'deploy/local-cluster install' has not been run")
                .allMatch(file -> Files.exists(USER.tools().resolve(file)));
        assumeThat(Stream.concat(
                                Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                                Stream.of("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "initdb"))))
                .as("left out: PostgreSQL is not installed")
                .isTrue();
        home = Files.createTempDirectory("slipway-cluster");
        // As root it runs PostgreSQL as another user, who must be able to enter.
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void down() throws Exception {
        if (home != null) {
            run("deploy/local-cluster", "down", "--purge");
            FolderTree.delete(home);
        }
    }

    @Test
    void aHostThatIsKilledIsReplacedByOneThatSharesNoDiskWithIt() throws Exception {
        assertThat(run("deploy/local-cluster", "up", "--slots", "2", "--agent-seconds", "3"))
                .contains("namespace slipway: made")
                .contains("Worker 2:");
        Path list = Files.writeString(home.resolve("notes.yaml"), work());
        Path result = home.resolve("result.json");

        Process batch = start(result, "./slipway", "run", "-f", list.toString(), "--json");
        await("a checkpoint on the first worker").atMost(PATIENCE).until(() -> checkpointed(1) || !batch.isAlive());
        kill("worker-1");

        assertThat(batch.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(batch.exitValue()).as(Files.readString(log(result))).isZero();
        JsonNode totals = new ObjectMapper().readTree(result.toFile()).path("totals");
        assertThat(totals.path("completed").asInt()).isEqualTo(PROJECTS.size());
        SandboxCounts counts = new SandboxCounts(new ObjectMapper()
                .readTree(URI.create("http://127.0.0.1:" + port("sandbox") + "/_sandbox/stats")
                        .toURL()));
        assertThat(counts.total("repositories")).isEqualTo(PROJECTS.size());
        assertThat(counts.total("pullRequests")).isEqualTo(PROJECTS.size());
        assertThat(counts.total("duplicates")).isZero();
        assertThat(moved()).as("projects that were restored on the other host").isPositive();
        assertNoSecretInLogs();
        assertTellsWhatTheAlertRulesAskFor(2);

        assertThat(run("deploy/local-cluster", "down", "--purge")).contains("Stopped temporal.");
        assertThat(home.resolve("cluster")).doesNotExist();
        assertThat(processes()).as("processes that still know of " + home).isEmpty();
    }

    private static String work() {
        StringBuilder work = new StringBuilder("""
                name: notes
                automation: {parallel_workers: 4, retry_delay: 0s}
                defaults: {toolchain: command, commands: {test: sh check.sh}}
                projects:
                """);
        PROJECTS.forEach(name ->
                work.append("  - {name: ").append(name).append(", description: Release notes rendered as Markdown}\n"));
        return work.toString();
    }

    /** Whether a step on that worker is over, and so its tree on the remote. */
    private boolean checkpointed(int worker) throws IOException {
        Path workspaces = home.resolve("cluster/worker-" + worker + "/state/workspaces");
        if (!Files.isDirectory(workspaces)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(workspaces, 3)) {
            return files.anyMatch(file -> file.endsWith("outcomes/1-generate.json"));
        }
    }

    /** Projects whose own account of themselves says that they were restored from a checkpoint. */
    private long moved() throws Exception {
        long moved = 0;
        for (String name : PROJECTS) {
            Path shown = home.resolve("shown-" + name + ".json");
            // A busy machine may not answer in the time that the command waits.
            await().atMost(PATIENCE)
                    .until(() -> start(shown, "./slipway", "show", "notes/" + name, "--json")
                                    .waitFor()
                            == 0);
            if (Files.readString(shown).contains(", restored")) {
                moved++;
            }
        }
        return moved;
    }

    private void kill(String name) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(home.resolve("cluster/run/" + name)).get(0));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private void assertNoSecretInLogs() throws IOException {
        List<String> secrets = new ArrayList<>();
        for (String name : List.of("postgres", "s3-access", "s3-secret")) {
            secrets.add(Files.readString(home.resolve("cluster/secrets/" + name)));
        }
        try (Stream<Path> logs = Files.list(home.resolve("cluster/logs"))) {
            for (Path log : logs.toList()) {
                assertThat(Files.readString(log)).as(log.toString()).doesNotContain(secrets);
            }
        }
    }

    /** Some of it a worker tells only of a server that is away: it is taken away, and brought back. */
    private void assertTellsWhatTheAlertRulesAskFor(int worker) throws Exception {
        kill("temporal");
        await("what the alert rules ask for")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics(worker)).contains(asked()));
        run("deploy/local-cluster", "up", "--slots", "2", "--agent-seconds", "3");
    }

    /** Every name of a metric in the rules. */
    private static String[] asked() throws IOException {
        return Pattern.compile("\\b(slipway|temporal|jvm|disk|process|logback)_\\w+")
                .matcher(Files.readAllLines(DeployFiles.ROOT.resolve("deploy/prometheus/rules.yml")).stream()
                        .filter(line -> line.strip().startsWith("expr:"))
                        .collect(Collectors.joining("\n")))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toArray(String[]::new);
    }

    private List<String> metrics(int worker) throws Exception {
        int port = new ObjectMapper()
                .readTree(home.resolve("cluster/worker-" + worker + "/ready").toFile())
                .path("managementPort")
                .asInt();
        String told = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return told.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .distinct()
                .toList();
    }

    private String port(String name) throws IOException {
        Properties ports = new Properties();
        try (var in = Files.newInputStream(home.resolve("cluster/ports"))) {
            ports.load(in);
        }
        return ports.getProperty("port_" + name);
    }

    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(home.toString()))
                .toList();
    }

    private String run(String... command) throws Exception {
        Path output = Files.createTempFile(home, "output", ".txt");
        Process process = start(output, command);
        assertThat(process.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + "\n" + Files.readString(output) + Files.readString(log(output)))
                .isZero();
        return Files.readString(output);
    }

    private Process start(Path output, String... command) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLIPWAY_HOME", home.toString());
        environment.put("SLIPWAY_CACHE_DIR", USER.cache().toString());
        environment.put("SLIPWAY_NO_ARCHIVE", "1");
        if (Files.exists(home.resolve("cluster/ports"))) {
            environment.put("SLIPWAY_TEMPORAL_ADDRESS", "127.0.0.1:" + port("frontend"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(DeployFiles.ROOT.toFile());
        builder.environment().putAll(environment);
        return builder.redirectOutput(output.toFile())
                .redirectError(log(output).toFile())
                .start();
    }

    private static Path log(Path output) {
        return output.resolveSibling(output.getFileName() + ".err");
    }
}
