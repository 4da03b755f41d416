package dev.slipway.settings.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.run.SearchAttributes;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a dev server of its own. */
class TemporalConnectionIT {
    private static final SecretResolver NO_SECRETS = new SecretResolver(Map.of());
    private static final Duration RETENTION = Duration.ofDays(30);

    @TempDir
    private static Path folder;

    private static @Nullable Process server;
    private static String address = "";

    @BeforeAll
    static void startServer() throws IOException {
        Path temporal = temporal();
        assumeThat(temporal)
                .as("no 'temporal' on the PATH: the connection is not tried against a real server")
                .isNotNull();
        int port = freePort();
        address = "127.0.0.1:" + port;
        server = new ProcessBuilder((temporal + " server start-dev --headless --ip 127.0.0.1 --log-level error --port "
                                + port + " --db-filename " + folder.resolve("temporal.db"))
                        .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        WorkflowServiceStubs stubs = TemporalConnection.stubs(at("default"), NO_SECRETS);
        try {
            TemporalConnection.awaitServer(stubs, at("default"), Duration.ofSeconds(60));
        } finally {
            stubs.shutdownNow();
        }
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.destroyForcibly();
            server.onExit().join();
        }
    }

    @Test
    void makesNamespaceAndSearchAttributesThatCanBeUsedAtOnce() {
        TemporalSettings settings = at("fresh");
        WorkflowServiceStubs stubs = TemporalConnection.connect(settings, NO_SECRETS);
        try {
            TemporalConnection.ensureNamespaceAndSearchAttributes(stubs, settings, RETENTION);

            assertThat(stubs.blockingStub()
                            .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                    .setNamespace("fresh")
                                    .build())
                            .getConfig()
                            .getWorkflowExecutionRetentionTtl()
                            .getSeconds())
                    .isEqualTo(RETENTION.toSeconds());
            startAndFind(TemporalConnection.client(stubs, settings));
        } finally {
            stubs.shutdownNow();
        }
    }

    @Test
    void manyProcessesMayDoItAtOnceAndAgain() {
        TemporalSettings settings = at("shared");
        List<CompletableFuture<Void>> all = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> ensure(settings)))
                .toList();

        assertThat(all).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(90)));
        ensure(settings);
    }

    @Test
    void takesANamespaceThatIsThereAsItIs() {
        TemporalSettings settings = at("default");
        ensure(settings);

        WorkflowServiceStubs stubs = TemporalConnection.connect(settings, NO_SECRETS);
        try {
            startAndFind(TemporalConnection.client(stubs, settings));
        } finally {
            stubs.shutdownNow();
        }
    }

    private static void ensure(TemporalSettings settings) {
        WorkflowServiceStubs stubs = TemporalConnection.connect(settings, NO_SECRETS);
        try {
            TemporalConnection.ensureNamespaceAndSearchAttributes(stubs, settings, RETENTION);
        } finally {
            stubs.shutdownNow();
        }
    }

    private static void startAndFind(WorkflowClient client) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(
                "Nobody",
                WorkflowOptions.newBuilder()
                        .setTaskQueue("nobody")
                        .setWorkflowId("project/batch/one")
                        .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                .set(SearchAttributes.STATE, "RUNNING")
                                .set(SearchAttributes.ATTEMPTS, 2L)
                                .set(SearchAttributes.COST_USD, 0.5)
                                .build())
                        .build());
        workflow.start("x".repeat(100_000));
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var found = client.listExecutions("SlipwayState = 'RUNNING' AND SlipwayAttempts = 2")) {
                assertThat(found.map(one -> one.getExecution().getWorkflowId())).containsExactly("project/batch/one");
            }
        });
        workflow.terminate("the test is over");
    }

    private static TemporalSettings at(String namespace) {
        return new TemporalSettings(address, namespace, null, false, null, null, null);
    }

    private static @Nullable Path temporal() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(entry -> Path.of(entry, "temporal"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
