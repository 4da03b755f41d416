package dev.slipway.starter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.settings.path.SlipwayHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held against what Compose and Prometheus themselves say is right; both come as Go modules. */
class DeployFilesIT {
    private static final String COMPOSE = "github.com/compose-spec/compose-go/v2@v2.16.2";
    private static final String PROMETHEUS = "v0.305.0";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsGo() {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "go"))))
                .as("left out: Go is not on the PATH; it fetches the Compose schema and Prometheus' rule reader")
                .isTrue();
    }

    @Test
    void theCompositionIsOneByTheComposeSpecification() throws Exception {
        JsonNode module = new ObjectMapper().readTree(run(folder, "go", "mod", "download", "-json", COMPOSE));
        // Its $id is no URL, as the validator wants one.
        String schema = Files.readString(Path.of(module.path("Dir").asText()).resolve("schema/compose-spec.json"))
                .replace("\"compose_spec.json\"", "\"https://slipway.test/compose_spec.json\"");
        var specification = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON);
        JsonNode compose = DeployFiles.yaml("docker-compose.yml");

        assertThat(specification.validate(compose.toString(), InputFormat.JSON)).isEmpty();

        // And it is not the schema that lets everything pass.
        ObjectNode wrong = compose.deepCopy();
        ((ObjectNode) wrong.path("services").path("worker")).put("depends", "temporal");
        assertThat(specification.validate(wrong.toString(), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void prometheusReadsTheRules() throws Exception {
        Path checker = checker();

        String answer = run(
                folder,
                checker.toString(),
                DeployFiles.ROOT.resolve("deploy/prometheus/rules.yml").toString());

        assertThat(answer.strip()).isEqualTo("ok");
        Path wrong = Files.writeString(
                folder.resolve("wrong.yml"), "groups: [{name: a, rules: [{alert: A, expr: 'sum(x'}]}]\n");
        assertThat(start(folder, checker.toString(), wrong.toString()).exitValue())
                .isEqualTo(1);
    }

    /** Prometheus' own reader of rules, PromQL included, as a program: built once into the user's cache. */
    private Path checker() throws IOException, InterruptedException {
        Path program = SlipwayHome.from(System.getenv())
                .tools()
                .resolve("prometheus-rules-" + PROMETHEUS)
                .resolve("check");
        if (Files.isExecutable(program)) {
            return program;
        }
        Path source = Files.createDirectories(folder.resolve("checker"));
        Files.writeString(source.resolve("go.mod"), "module check\n\ngo 1.23\n");
        Files.writeString(source.resolve("main.go"), """
                package main

                import (
                	"fmt"
                	"os"

                	"github.com/prometheus/prometheus/model/rulefmt"
                )

                func main() {
                	_, problems := rulefmt.ParseFile(os.Args[1], false)
                	for _, problem := range problems {
                		fmt.Println(problem)
                	}
                	if len(problems) > 0 {
                		os.Exit(1)
                	}
                	fmt.Println("ok")
                }
                """);
        run(source, "go", "get", "github.com/prometheus/prometheus/model/rulefmt@" + PROMETHEUS);
        Files.createDirectories(program.getParent());
        run(source, "go", "build", "-o", program.toString(), ".");
        return program;
    }

    private static String run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = start(directory, output, command);
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static Process start(Path directory, String... command) throws IOException, InterruptedException {
        return start(directory, Files.createTempFile(directory, "output", ".txt"), command);
    }

    private static Process start(Path directory, Path output, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
        builder.environment().putAll(Map.of("GOFLAGS", "-mod=mod"));
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as(String.join(" ", command))
                .isTrue();
        return process;
    }
}
