package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run of an agent by hand, and what is said about how agents are set up. */
class AgentCommandTest {
    private static final String KEY = "seat-key-that-nobody-may-print";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private Path work;

    @BeforeEach
    void folders() throws IOException {
        work = Files.createDirectories(folder.resolve("work"));
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("MINE_KEY", KEY);
    }

    @Test
    void aRunIsPrintedAsItEndedAndItsTranscriptHoldsNoSecret() throws IOException {
        configure(
                "mine",
                "command",
                program("cat > prompt.txt; echo my key is $MINE_KEY"),
                "env: {MINE_KEY: '${MINE_KEY}'}");

        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "Build it", "--no-isolation", "--json"))
                .isZero();

        JsonNode run = json();
        assertThat(run.path("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(run.path("until").isNull()).isTrue();
        assertThat(run.path("sessionId").isNull()).isTrue();
        assertThat(run.path("turns").asInt(-1)).isZero();
        assertThat(run.path("costUsd").decimalValue()).isZero();
        assertThat(run.path("tokens").path("output").asInt(-1)).isZero();
        assertThat(run.path("deniedTools")).isEmpty();
        assertThat(run.path("exitCode").asInt(-1)).isZero();
        assertThat(Files.readString(work.resolve("prompt.txt"))).isEqualTo("Build it");
        assertThat(Files.readString(Path.of(run.path("transcript").asText())))
                .contains("my key is")
                .doesNotContain(KEY);
    }

    @Test
    void aRunThatChangesNothingAndOneThatFailsAreTold() throws IOException {
        configure("mine", "command", program("exit 0"), "");
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--no-isolation"))
                .isZero();
        assertThat(out()).startsWith("no change");

        configure("mine", "command", program("echo it broke; exit 3"), "");
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--no-isolation"))
                .isEqualTo(1);
        assertThat(out()).startsWith("crashed: exit code 3: it broke").contains("exit code   3");
    }

    @Test
    void aSilentAgentIsStalledAndASlowOneTimedOut() throws IOException {
        configure("mine", "command", program("sleep 600"), "stall_after: 1s");
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--no-isolation"))
                .isEqualTo(1);
        assertThat(out()).startsWith("stalled");

        configure("mine", "command", program("while true; do echo on; sleep 0.1; done"), "stall_after: 10m");
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--no-isolation", "--timeout", "2s"))
                .isEqualTo(1);
        assertThat(out()).startsWith("timed out");
    }

    @Test
    void whatCanNotBeRunIsWrongUsage() throws IOException {
        configure("mine", "command", "/no/such/program", "");
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--no-isolation"))
                .isEqualTo(2);
        assertThat(err()).contains("/no/such/program").contains("agents.mine.command");
        assertThat(slipway("agent", "run", "--agent", "yours", "--dir", "work", "--prompt", "x"))
                .isEqualTo(2);
        assertThat(err()).contains("There is no agent 'yours'; there is mine.");
        assertThat(slipway("agent", "run", "--dir", "nowhere", "--prompt", "x")).isEqualTo(2);
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", " ")).isEqualTo(2);
        assertThat(slipway("agent", "run", "--dir", "work", "--prompt", "x", "--timeout", "soon"))
                .isEqualTo(2);
        assertThat(slipway("agent", "run", "--prompt", "x")).isEqualTo(2);
    }

    @Test
    void checkTellsVersionLoginAndWhoPays() throws IOException {
        environment.put("ANTHROPIC_API_KEY", "sk-ant-that-lies-around");
        configure("claude", "claude", program("echo '2.1.329 (Claude Code)'"), "oauth_token: '${MINE_KEY}'");

        assertThat(slipway("agent", "check", "--json")).isZero();

        JsonNode look = json().get(0);
        assertThat(look.path("version").asText()).isEqualTo("2.1.329");
        assertThat(look.path("seats").get(0).path("login").asText()).isEqualTo("subscription token");
        assertThat(look.path("seats").get(0).path("billing").asText()).isEqualTo("subscription");
        assertThat(look.path("notes").get(0).asText())
                .contains("ANTHROPIC_API_KEY")
                .contains("does not pass it on");
        assertThat(out()).doesNotContain(KEY).doesNotContain("that-lies-around");
    }

    @Test
    void checkFindsWhatWouldSwitchTheBilling() throws IOException {
        configure(
                "claude",
                "claude",
                program("echo 2.1.329"),
                "env: {ANTHROPIC_API_KEY: '${MINE_KEY}'}\n    oauth_token: '${MINE_KEY}'");

        assertThat(slipway("agent", "check")).isEqualTo(2);
        assertThat(out()).contains("agents.claude.env passes ANTHROPIC_API_KEY").contains("billed by use");

        configure("codex", "codex", program("echo codex-cli 0.169.0"), "");
        assertThat(slipway("agent", "check")).isEqualTo(2);
        assertThat(out())
                .contains("version 0.169.0")
                .contains("agent codex has no login")
                .contains("api_key");
    }

    private void configure(String name, String kind, String command, String more) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("home/config")).resolve("config.yaml"), """
                agents:
                  %s:
                    kind: %s
                    command: %s
                    %s
                """.formatted(
                        name, kind, command, more));
    }

    private String program(String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve("tools"))
                .resolve("agent-" + Integer.toHexString(script.hashCode()));
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
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

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
