package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.run.SearchAttributes;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.stack.LocalStack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway engine setup} against a development server; needs {@code temporal} on the PATH. */
class EngineSetupIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private SlipwayHome home;

    @BeforeEach
    void surroundings() {
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
        environment.put("PATH", System.getenv("PATH"));
        home = SlipwayHome.from(environment);
    }

    @AfterEach
    void stop() {
        new LocalStack(home, Console.of(System.out, System.err, Map.of())).stop();
    }

    @Test
    void makesWhatIsMissingOnceAndSaysWhatItDid() throws Exception {
        Engine engine = new Engines(home, System.getenv(), Console.of(System.out, System.err, Map.of()))
                .ensure(new TemporalSettings(null, "slipway", null, false, null, null, null));
        String[] setup = {"engine", "setup", "--address", engine.address(), "--namespace", "factory", "--json"};

        assertThat(slipway(setup)).as(err()).isZero();
        JsonNode first = answer();
        assertThat(first.path("namespaceMade").asBoolean()).isTrue();
        assertThat(first.path("retentionDays").asInt()).isEqualTo(30);
        assertThat(first.path("searchAttributesAdded")).hasSize(SearchAttributes.ALL.size());

        assertThat(slipway(setup)).as(err()).isZero();
        JsonNode second = answer();
        assertThat(second.path("namespaceMade").asBoolean()).isFalse();
        assertThat(second.path("searchAttributesAdded")).isEmpty();
        assertThat(second.path("retentionDays").asInt()).isEqualTo(30);

        assertThat(slipway(
                        "engine",
                        "setup",
                        "--address",
                        engine.address(),
                        "--namespace",
                        "factory",
                        "--retention-days",
                        "7"))
                .as(err())
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("there already, keeps closed workflows for 7 days (changed)")
                .contains("all there already");
    }

    @Test
    void aServerOutOfReachIsSaidWithoutTheKeyThatWasMeantForIt() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "planted-api-key-0123456789");

        assertThat(slipway(
                        "engine",
                        "setup",
                        "--address",
                        "127.0.0.1:1",
                        "--namespace",
                        "factory.a1b2c",
                        "--api-key-file",
                        key.toString()))
                .isEqualTo(3);

        assertThat(err())
                .contains("127.0.0.1:1")
                .contains("factory.a1b2c")
                .contains("TLS")
                .contains("with an API key")
                .doesNotContain("planted");
    }

    @Test
    void wrongUsageIsToldBeforeAnythingIsTried() {
        assertThat(slipway("engine", "setup")).isEqualTo(2);
        assertThat(err()).contains("--address");
        assertThat(slipway("engine", "setup", "--address", "127.0.0.1:1", "--certificate", "a.pem"))
                .isEqualTo(2);
        assertThat(err()).contains("--key");
        assertThat(slipway("engine", "setup", "--address", "127.0.0.1:1", "--api-key-file", "none"))
                .isEqualTo(2);
        assertThat(err()).contains("--api-key-file none");
        assertThat(slipway("engine", "setup", "--address", "127.0.0.1:1", "--retention-days", "0"))
                .isEqualTo(2);
    }

    private int slipway(String... arguments) {
        out.reset();
        err.reset();
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder),
                arguments);
    }

    private JsonNode answer() throws Exception {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
