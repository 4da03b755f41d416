package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.ArtifactStores;
import dev.slipway.activities.process.PlainLauncher;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.Billing;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
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

/** Steps while nothing listens where the S3 store should be. */
class StoreAwayIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path root;

    private AgentHost host;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", Files.createDirectories(root.resolve("user")).toString());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        environment.put("SEAT_KEY", "a-key-of-a-seat");
        environment.put("STORE_KEY", "a-key-of-a-store");
        host = new AgentHost(root, new PlainLauncher(), environment, store(environment));
        host.start(new AgentSettings(
                AgentHost.agentName(),
                AgentKind.COMMAND,
                List.of("sh", "-c", "echo fine > fine.txt"),
                null,
                null,
                0,
                List.of(),
                Map.of(),
                List.of(new SeatSettings("seat", Billing.METERED, new SecretRef.Environment("SEAT_KEY"), null)),
                AgentSettings.STALL_AFTER));
        host.open(1);
    }

    private static ArtifactStore store(Map<String, String> environment) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        SecretRef key = new SecretRef.Environment("STORE_KEY");
        return ArtifactStores.of(
                new StoreSettings(
                        URI.create("s3://factory/slipway?endpoint=http://127.0.0.1:" + port + "&path_style=true"),
                        key,
                        key),
                SlipwayHome.from(environment),
                new SecretResolver(environment));
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aBuildWhoseLogCanNotBeStoredIsTriedAgain() {
        assertThatThrownBy(() -> host.verify(1, "1-verify", "echo built")).satisfies(thrown -> {
            Throwable at = thrown;
            while (!(at instanceof ApplicationFailure) && at.getCause() != null) {
                at = at.getCause();
            }
            assertThat(at).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(FailureType.UNAVAILABLE.name());
                assertThat(failure.getOriginalMessage()).contains("step 1-verify", "'stores'");
            });
        });
    }

    @Test
    void anAgentsWorkIsWorthMoreThanTheRecordOfIt() {
        AgentResult result = host.run(1, "1-generate", LONG);

        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(result.transcript()).as("it stays on the host").isNull();
        assertThat(result.changed()).isTrue();
    }
}
