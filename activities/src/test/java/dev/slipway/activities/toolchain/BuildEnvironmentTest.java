package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.ToolchainName;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildEnvironmentTest {
    private static final Path TOOLS = Path.of("/cache/tools/toolchains/x");
    private static final Path CACHE = Path.of("/cache/builds/x");

    @TempDir
    Path folder;

    @Test
    void letsRegistriesAndCertificatesThroughAndNothingElse() {
        Map<String, String> variables = variables(Map.of(
                "PATH", "/usr/bin",
                "NODE_EXTRA_CA_CERTS", "/etc/ssl/ca.pem",
                "npm_config_registry", "https://registry.example/npm/",
                "GITHUB_TOKEN", "secret",
                "HOME", "/home/me",
                "SLIPWAY_HOME", "/home/me/slipway"));
        assertThat(variables)
                .containsEntry("NODE_EXTRA_CA_CERTS", "/etc/ssl/ca.pem")
                .containsEntry("npm_config_registry", "https://registry.example/npm/")
                .doesNotContainKeys("GITHUB_TOKEN", "HOME", "SLIPWAY_HOME");
    }

    @Test
    void neverLetsATokenThrough() {
        Map<String, String> variables = variables(Map.of(
                "CARGO_REGISTRY_TOKEN", "a",
                "CARGO_REGISTRIES_OURS_CREDENTIAL_PROVIDER", "b",
                "npm_config_//registry.example/:_authToken", "c",
                "npm_config__password", "d",
                "PIP_INDEX_URL", "https://me:secret@pypi.example/simple",
                "GOPROXY", "https://proxy.example,https://user@other.example",
                "HTTPS_PROXY", "http://proxy.example:3128"));
        assertThat(variables)
                .containsEntry("HTTPS_PROXY", "http://proxy.example:3128")
                .doesNotContainKeys(
                        "CARGO_REGISTRY_TOKEN",
                        "CARGO_REGISTRIES_OURS_CREDENTIAL_PROVIDER",
                        "npm_config_//registry.example/:_authToken",
                        "npm_config__password",
                        "PIP_INDEX_URL",
                        "GOPROXY");
        assertThat(variables.values()).noneMatch(value -> value.contains("secret"));
    }

    @Test
    void fillsTheToolchainsOwnVariables() {
        Map<String, String> worker = Map.of("GOFLAGS", "-mod=mod", "HOME", "/home/me");
        assertThat(variables("go", worker))
                .containsEntry("GOFLAGS", "-mod=mod -buildvcs=false")
                .containsEntry("GOCACHE", "/cache/builds/x/build");
        assertThat(variables("maven", worker).get("MAVEN_ARGS"))
                .startsWith("-Dmaven.repo.local=/cache/builds/x/repository")
                .contains("-Dmaven.repo.local.tail=/home/me/.m2/repository");
    }

    @Test
    void aToolchainCanNameOnlyVariablesThatAreAllowed() {
        ToolchainDefinition definition = new ToolchainDefinition(
                new ToolchainName("x"),
                "",
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("MINE", "[${GITHUB_TOKEN}]"),
                List.of(),
                "",
                "");
        assertThat(new BuildEnvironment(Map.of("GITHUB_TOKEN", "secret"))
                        .variables(definition, List.of(), TOOLS, CACHE))
                .containsEntry("MINE", "[]");
    }

    @Test
    void findsToolsBeforeTheWorkersPath() {
        ToolchainDefinition definition = definition("go");
        assertThat(new BuildEnvironment(Map.of("PATH", "/usr/bin:/go/bin"))
                        .variables(definition, List.of(Path.of("/go/bin")), TOOLS, CACHE))
                .containsEntry("PATH", "/go/bin:/usr/bin");
    }

    @Test
    void certificatesCanBeReadWhereverTheyLie() throws Exception {
        Path bundle = Files.writeString(folder.resolve("ca.pem"), "");
        assertThat(new BuildEnvironment(Map.of("SSL_CERT_FILE", bundle.toString(), "PIP_CERT", "/not/there"))
                        .readable(definition("go"), TOOLS, CACHE))
                .containsExactly(bundle);
    }

    private static Map<String, String> variables(Map<String, String> worker) {
        return variables("npm", worker);
    }

    private static Map<String, String> variables(String toolchain, Map<String, String> worker) {
        return new BuildEnvironment(new HashMap<>(worker)).variables(definition(toolchain), List.of(), TOOLS, CACHE);
    }

    private static ToolchainDefinition definition(String name) {
        return Toolchains.load(Path.of("/nonexistent"))
                .find(new ToolchainName(name))
                .orElseThrow();
    }
}
