package dev.slipway.starter.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.LocalStack;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development server as the local stack runs it; needs {@code temporal} on the PATH. */
class EngineIT {
    private static final TemporalSettings LOCAL = new TemporalSettings(null, "slipway", null, false, null, null, null);

    @TempDir
    private Path folder;

    private final Console console = Console.of(System.out, System.err, Map.of());
    private SlipwayHome home;

    @BeforeEach
    void home() {
        home = SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.toString()));
    }

    @AfterEach
    void stop() {
        new LocalStack(home, console).stop();
    }

    @Test
    void whatWasStartedSurvivesAKillOfTheServer() {
        Engine first = engines().ensure(LOCAL);
        assertThat(first.kind()).isEqualTo(Engine.Kind.DEV_SERVER);
        try (Server server = Server.connect(first, LOCAL, System.getenv())) {
            server.prepare();
            WorkflowStub workflow = server.client()
                    .newUntypedWorkflowStub(
                            "Nothing",
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId("survivor")
                                    .setTaskQueue("nobody")
                                    .build());
            workflow.start();
        }
        List<ProcessRecord> running = new LocalStack(home, console).running();
        assertThat(running).hasSize(1);
        running.get(0).handle().orElseThrow().destroyForcibly();
        await().until(() -> Engines.running(home).isEmpty());

        Engine second = engines().ensure(LOCAL);

        assertThat(second.address()).isEqualTo(first.address());
        try (Server server = Server.connect(second, LOCAL, System.getenv())) {
            assertThat(server.client()
                            .newUntypedWorkflowStub("survivor")
                            .describe()
                            .getStatus()
                            .name())
                    .contains("RUNNING");
        }
    }

    @Test
    void twoThatAreStartedAtTheSameMomentGetAnAddressEach() {
        SlipwayHome shared = new SlipwayHome(folder.resolve("other"), home.cache(), home.config());
        try {
            CompletableFuture<Engine> other =
                    CompletableFuture.supplyAsync(() -> new Engines(shared, System.getenv(), console).ensure(LOCAL));
            Engine mine = engines().ensure(LOCAL);

            assertThat(other.join().address()).isNotEqualTo(mine.address());
            assertThat(Engines.running(home)).hasValue(mine);
            assertThat(Engines.running(shared)).hasValue(other.join());
        } finally {
            new LocalStack(shared, console).stop();
        }
    }

    @Test
    void anotherProgramThatWasFasterAtThePortKeepsIt() throws Exception {
        Path asked = folder.resolve("asked");
        Path taken = folder.resolve("taken");
        TemporalProgram real = TemporalProgram.find(home, System.getenv()).orElseThrow();
        Path slow = Files.writeString(folder.resolve("slow"), """
                #!/bin/sh
                [ -e %1$s ] || printf '%%s ' "$@" >%1$s
                while [ ! -e %2$s ]; do sleep 0.05; done
                exec %3$s "$@"
                """.formatted(asked, taken, real.path()));
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwx------"));

        CompletableFuture<ProcessRecord> started = CompletableFuture.supplyAsync(
                () -> new DevServer(home).start(new TemporalProgram(slow, "a slow one"), "slipway"));
        int port = await().until(() -> uiPort(asked), Optional::isPresent).orElseThrow();
        try (ServerSocket faster = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            Files.createFile(taken);

            assertThat(started.get().alive()).isTrue();
            assertThat(started.get().details().get("webUi")).isNotEqualTo("http://127.0.0.1:" + faster.getLocalPort());
        }
    }

    private static Optional<Integer> uiPort(Path asked) throws IOException {
        return Files.exists(asked)
                ? Pattern.compile("--ui-port (\\d+) ")
                        .matcher(Files.readString(asked))
                        .results()
                        .map(found -> Integer.valueOf(found.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    @Test
    void closedWorkflowsAreKeptForAMonth() {
        Engine engine = engines().ensure(LOCAL);
        try (Server server = Server.connect(engine, LOCAL, System.getenv())) {
            server.prepare();

            long seconds = server.stubs()
                    .blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace("slipway")
                            .build())
                    .getConfig()
                    .getWorkflowExecutionRetentionTtl()
                    .getSeconds();
            assertThat(Duration.ofSeconds(seconds)).isEqualTo(Duration.ofDays(30));
        }
    }

    @Test
    void oneThatRunsIsUsedAgainAndDownEndsOnlyIt() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Engine first = engines().ensure(LOCAL);

            assertThat(engines().ensure(LOCAL)).isEqualTo(first);
            assertThat(new LocalStack(home, console).stop()).hasSize(1);

            assertThat(Engines.running(home)).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(Files.exists(home.engine().resolve("temporal.db"))).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void theConfiguredServerGoesBeforeOneThatRuns() {
        engines().ensure(LOCAL);
        TemporalSettings configured = new TemporalSettings("127.0.0.1:1", "elsewhere", null, false, null, null, null);

        assertThat(engines().existing(configured)).get().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Engine.Kind.CONFIGURED);
            assertThat(found.address()).isEqualTo("127.0.0.1:1");
        });
    }

    private Engines engines() {
        return new Engines(home, System.getenv(), console);
    }
}
