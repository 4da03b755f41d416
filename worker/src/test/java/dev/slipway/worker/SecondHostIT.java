package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes with homes of their own, as on several machines, against one server. */
class SecondHostIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private final List<Process> workers = new ArrayList<>();
    private Process server;
    private int port;

    @BeforeEach
    void startServer() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "temporal")));
        assumeThat(found)
                .as("left out: no 'temporal' on the PATH; 'slipway engine install' gets it")
                .isTrue();
        server = new ProcessBuilder(
                        ("temporal server start-dev --headless --ip 127.0.0.1 --log-level error --namespace slipway --port "
                                        + port)
                                .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    @AfterEach
    void stop() {
        List<Process> all = new ArrayList<>(workers);
        if (server != null) {
            all.add(server);
        }
        all.forEach(Process::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    @Test
    void isRefusedWithReasonAndExitCodeWhileArtifactsLieOnTheFirstOnesDisk() throws Exception {
        Process first = start("first", Map.of());
        await().atMost(PATIENCE).until(() -> polls("first"));

        Process second = start("second", Map.of());
        assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(output("second"))
                .contains("This worker may not run")
                .contains("own disk")
                .contains("stores.artifacts")
                .contains("s3://");
        assertThat(polls("second")).isFalse();

        Process twin = start(
                "twin",
                Map.of("SLIPWAY_STATE_DIR", folder.resolve("first/state").toString()));
        assertThat(twin.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(twin.exitValue()).isEqualTo(2);
        assertThat(output("twin")).contains("Another worker (process " + first.pid() + ")", "SLIPWAY_STATE_DIR");
        assertThat(first.isAlive()).isTrue();

        first.destroy();
        assertThat(first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        start("second", Map.of());
        await("admitted, once the first has gone").atMost(PATIENCE).until(() -> polls("second"));
    }

    @Test
    void isRefusedWhileTheLedgerLiesOnTheFirstOnesDiskThoughArtifactsAreShared() throws Exception {
        String shared = folder.resolve("shared").toString();
        start("first", Map.of("SLIPWAY_ARTIFACTS_DIR", shared));
        await().atMost(PATIENCE).until(() -> polls("first"));

        Process second = start("second", Map.of("SLIPWAY_ARTIFACTS_DIR", shared));
        assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(output("second"))
                .contains("This worker may not run")
                .contains("the ledger here is a file on the host's own disk")
                .contains("stores.ledger")
                .contains("jdbc:postgresql://");
    }

    @Test
    void mayJoinWithTheSameFolderAndTheSameLedger() throws Exception {
        String shared = folder.resolve("shared").toString();
        Map<String, String> both =
                Map.of("SLIPWAY_ARTIFACTS_DIR", shared, "SLIPWAY_LEDGER_FILE", shared + "/ledger.db");
        start("first", both);
        start("second", both);

        await().atMost(PATIENCE).until(() -> polls("first") && polls("second"));
    }

    private Process start(String name, Map<String, String> environment) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home);
        Path config = Files.writeString(home.resolve("config.yaml"), "github: {api_url: 'http://127.0.0.1:1'}\n");
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("SLIPWAY_HOME", home.toString());
        variables.put("SLIPWAY_TEMPORAL_ADDRESS", address());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of("target", "slipway-worker.jar").toAbsolutePath().toString(),
                "--config",
                config.toString(),
                "--slots",
                "2",
                "--ready-file",
                ready(name).toString());
        builder.environment().putAll(variables);
        Process worker = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        workers.add(worker);
        return worker;
    }

    private String address() {
        return "127.0.0.1:" + port;
    }

    private Path ready(String name) {
        return folder.resolve(name + ".ready");
    }

    private boolean polls(String name) {
        return Files.exists(ready(name));
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }
}
