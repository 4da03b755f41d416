package dev.slipway.starter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.InstallationReader;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.settings.installation.LedgerLocation;
import dev.slipway.settings.installation.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeployFilesTest {
    @Test
    void whatIsPublishedIsPublishedOnLoopbackOnly() throws IOException {
        List<String> ports = new ArrayList<>();
        services().forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));

        assertThat(ports).hasSize(3).allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void everyImageHasATagThatStays() throws IOException {
        assertThat(services())
                .allSatisfy(service -> assertThat(service.path("image").asText())
                        .matches("[a-z/-]+:[A-Za-z]*\\.?v?[0-9][A-Za-z0-9.-]*")
                        .doesNotContain("latest"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "sandbox-worker"})
    void aServiceThatScalesHoldsNothingThatTwoCannotHave(String name) throws IOException {
        JsonNode worker = compose().path("services").path(name);

        assertThat(worker.has("container_name")).isFalse();
        assertThat(worker.has("hostname")).isFalse();
        assertThat(worker.path("ports")).isEmpty();
        assertThat(worker.path("volumes"))
                .allSatisfy(volume -> assertThat(volume.asText())
                        .as("read-only files of the host, and no disk that workers would share")
                        .startsWith("./")
                        .endsWith(":ro"));
    }

    @Test
    void workersOfTheSandboxAreReachedByTheSandboxProfileAlone() throws IOException {
        JsonNode services = compose().path("services");

        assertThat(services.path("sandbox").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("sandbox");
        assertThat(services.path("sandbox-worker").path("profiles"))
                .extracting(JsonNode::asText)
                .containsExactly("sandbox");
        // It listens on its loopback only.
        assertThat(services.path("sandbox-worker").path("network_mode").asText())
                .isEqualTo("service:sandbox");
    }

    @Test
    void whatWorkersReadHasNoMistakeAndOneStoreForAll() {
        Path folder = DeployFiles.ROOT.resolve("deploy/config");
        InstallationReport read = InstallationReader.inspect(
                List.of(folder.resolve("config.example.yaml"), folder.resolve("stores.yaml")),
                Map.of(
                        "S3_ACCESS_KEY",
                        "a",
                        "S3_SECRET_KEY",
                        "b",
                        "FACTORY_GITHUB_TOKEN",
                        "c",
                        "CLAUDE_TOKEN",
                        "d",
                        "LEDGER_USER",
                        "e",
                        "LEDGER_PASSWORD",
                        "f"),
                Target.GITHUB);

        assertThat(read.missingSecrets()).isEmpty();
        assertThat(Optional.ofNullable(read.installation().stores().artifacts()).map(S3Location::isOne))
                .contains(true);
        assertThat(read.installation().stores().ledger()).isInstanceOf(LedgerLocation.PostgreSql.class);
    }

    @Test
    void prometheusAsksWhereWorkersAnswer() throws IOException {
        JsonNode discovery = DeployFiles.yaml("deploy/prometheus/prometheus.yml")
                .path("scrape_configs")
                .path(0)
                .path("dns_sd_configs")
                .path(0);
        int port = InstallationReader.inspect(
                        List.of(DeployFiles.ROOT.resolve("deploy/config/config.example.yaml")),
                        Map.of(),
                        Target.SANDBOX)
                .installation()
                .worker()
                .managementPort();

        assertThat(discovery.path("port").asInt()).isEqualTo(port);
        assertThat(discovery.path("names").path(0).asText()).isEqualTo("worker");
        assertThat(compose().path("services").has("worker")).isTrue();
    }

    @Test
    void theImageRunsAsAnOrdinaryUserAndTellsHowItIs() throws IOException {
        List<String> lines = Files.readAllLines(DeployFiles.ROOT.resolve("deploy/Dockerfile"));

        assertThat(lines.stream().filter(line -> line.startsWith("USER "))).containsExactly("USER slipway");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.contains("/opt/slipway/healthcheck"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .hasSize(3)
                .noneMatch(line -> line.contains("latest"));
        assertThat(DeployFiles.ROOT.resolve("deploy/healthcheck")).isExecutable();
    }

    private static JsonNode compose() throws IOException {
        return DeployFiles.yaml("docker-compose.yml");
    }

    private static List<JsonNode> services() throws IOException {
        List<JsonNode> services = new ArrayList<>();
        compose().path("services").forEach(services::add);
        return services;
    }
}
