package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.ProcessRecords;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackHomes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code slipway sandbox faults} against a sandbox that runs in this process. */
class SandboxFaultsCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Map<String, String> environment;
    private ProcessRecords records;
    private SandboxServer sandbox;

    @BeforeEach
    void start() throws IOException {
        environment = Map.of("SLIPWAY_HOME", folder.resolve("home").toString());
        sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("sandbox")));
        SlipwayHome home = StackHomes.sandboxed(SlipwayHome.from(environment));
        records = new ProcessRecords(home.run());
        records.write(BackgroundProcess.describe(
                SandboxProcess.RECORD,
                ProcessHandle.current(),
                Map.of("url", sandbox.url(), "apiUrl", sandbox.apiUrl(), "modelUrl", sandbox.url() + "/model")));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void addsListsAndClears() {
        assertThat(faults("add", "drop-after", "--route", "POST /user/repos", "--times", "1"))
                .isZero();
        assertThat(out()).contains("f1").contains("drop-after").contains("once");
        assertThat(faults("profile", "flaky", "--seed", "7")).isZero();
        out.reset();

        assertThat(faults()).isZero();
        assertThat(out()).contains("f1").contains("git-cut").contains("0 of 0");
        assertThat(faults("clear", "f1")).isZero();
        assertThat(faults("clear")).isZero();
        out.reset();

        assertThat(faults("list")).isZero();
        assertThat(out()).contains("No faults").contains("profile flaky").contains("add drop-after");
    }

    @Test
    void eachOptionReachesTheSandbox() throws IOException {
        assertThat(faults(
                        "add",
                        "secondary-limit",
                        "--route=rest-write",
                        "--user=factory-2",
                        "--share=0.2",
                        "--times=3",
                        "--for=30s",
                        "--after=1s",
                        "--every=5s",
                        "--seed=7",
                        "--status=429",
                        "--retry-after=date:9s",
                        "--json"))
                .as(err())
                .isZero();

        JsonNode fault = json().at("/faults/0");
        assertThat(fault.path("route").asText()).isEqualTo("rest-write");
        assertThat(fault.path("user").asText()).isEqualTo("factory-2");
        assertThat(fault.path("share").asDouble()).isEqualTo(0.2);
        assertThat(fault.path("times").asInt()).isEqualTo(3);
        assertThat(fault.path("every").asText()).isEqualTo("5s");
        assertThat(fault.path("seed").asInt()).isEqualTo(7);
        assertThat(fault.path("status").asInt()).isEqualTo(429);
        assertThat(fault.path("retryAfter").asText()).isEqualTo("date:9s");
        assertThat(fault.path("state").asText()).isEqualTo("waiting");
        assertThat(fault.path("until").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "add drop-afetr,             drop-after",
        "add slow --route nowhere,   --route:",
        "add slow --user nobody,     nobody",
        "add slow --retry-after 5s,  --retry-after:",
        "add slow --share much,      --share",
        "add slow --shar 1,          --shar",
        "add,                        KIND",
        "profile chaos,              flaky",
        "profile flaky --every soon, --every:",
        "clear f99,                  f99"
    })
    void whatMakesNoSenseIsWrongUsage(String arguments, String word) {
        assertThat(faults(arguments.split(" "))).isEqualTo(2);
        assertThat(err()).contains(word);
        assertThat(out()).isEmpty();
    }

    @Test
    void withoutASandboxItSaysHowToStartOne() {
        records.remove(SandboxProcess.RECORD);

        assertThat(faults("list", "--json")).isEqualTo(3);
        assertThat(err()).contains("slipway sandbox start");
        assertThat(out()).isEmpty();
    }

    private int faults(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "sandbox";
        all[1] = "faults";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder),
                all);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
