package dev.slipway.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.model.ModelServlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptedClaudeMainIT {
    private static final String PROMPT =
            "Toolchain: command\nTask: generate\nProject: release-notes\nDescription: Notes of each release\n";
    private static final String[] AS_SLIPWAY = {
        "-p", "--output-format", "stream-json", "--verbose", "--permission-mode", "acceptEdits", "--tools", "Read,Write"
    };

    @TempDir
    Path root;

    private Path tree;
    private SandboxServer sandbox;

    private record Ended(int exitCode, List<JsonNode> events) {
        JsonNode last() {
            return events.get(events.size() - 1);
        }

        JsonNode event(String type) {
            return events.stream()
                    .filter(event -> event.path("type").asText().equals(type))
                    .findFirst()
                    .orElseThrow();
        }

        String session() {
            return event("system").path("session_id").asText();
        }
    }

    @BeforeEach
    void start() throws IOException {
        tree = Files.createDirectories(root.resolve("tree"));
        sandbox = SandboxServer.start(SandboxOptions.in(root.resolve("sandbox"))
                .withUsers(1)
                .withServlet("/model/*", server -> new ModelServlet()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void writesTheBooksFilesAndEndsAsClaudeCodeDoes() throws Exception {
        Ended ended = run("--usd", "0.5");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.last().path("subtype").asText()).isEqualTo("success");
        assertThat(ended.last().path("is_error").asBoolean(true)).isFalse();
        assertThat(ended.last().path("total_cost_usd").asDouble()).isBetween(0.35, 0.65);
        assertThat(tree.resolve("check.sh")).exists();
    }

    @Test
    void aSessionLimitOfTheEndpointEndsItWithItsResetTime() throws Exception {
        fault("{\"kind\": \"session-limit\", \"resetsIn\": \"20m\"}");
        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        JsonNode info = ended.event("rate_limit_event").path("rate_limit_info");
        assertThat(info.path("status").asText()).isEqualTo("rejected");
        assertThat(info.path("rateLimitType").asText()).isEqualTo("five_hour");
        assertThat(info.path("resetsAt").asLong()).isGreaterThan(System.currentTimeMillis() / 1000);
        assertThat(ended.last().path("is_error").asBoolean()).isTrue();
        assertThat(ended.last().path("api_error_status").asInt()).isEqualTo(429);
    }

    @Test
    void oneThatItsBudgetCutShortGoesOnWhereItWas() throws Exception {
        Ended cut = run("--usd", "1", "--max-budget-usd", "0.5");
        assertThat(cut.exitCode()).isEqualTo(1);
        assertThat(cut.last().path("subtype").asText()).isEqualTo("error_max_budget_usd");
        assertThat(cut.last().path("total_cost_usd").asDouble()).isEqualTo(0.5);
        assertThat(tree.resolve("README.md")).exists();
        assertThat(tree.resolve("check.sh")).doesNotExist();
        Files.delete(tree.resolve("README.md"));

        Ended resumed = run("--usd", "1", "--resume", cut.session());

        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.session()).isEqualTo(cut.session());
        assertThat(tree.resolve("check.sh")).exists();
        assertThat(tree.resolve("README.md")).doesNotExist();
    }

    @Test
    void oneThatIsStoppedAsSoonAsItHasToldItsSessionCanBeResumed() throws Exception {
        fault("{\"kind\": \"hang\"}");
        Process stopped = begin();
        String init = stopped.inputReader(StandardCharsets.UTF_8).readLine();
        stopped.destroyForcibly().waitFor();
        String session = new ObjectMapper().readTree(init).path("session_id").asText();
        fault(null);

        Ended resumed = run("--resume", session);

        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.session()).isEqualTo(session);
        assertThat(tree.resolve("check.sh")).exists();
    }

    @Test
    void anUnknownSessionIsRefusedAndNothingDone() throws Exception {
        Ended ended = run("--resume", "0b9f3a52-51f5-4f0c-8a55-3f1f4c8d0a11");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.last().path("subtype").asText()).isEqualTo("error_during_execution");
        assertThat(ended.last().path("num_turns").asInt()).isZero();
        assertThat(tree).isEmptyDirectory();
    }

    /** @param json null for none any more */
    private void fault(@Nullable String json) throws IOException, InterruptedException {
        HttpRequest.Builder faults = HttpRequest.newBuilder(URI.create(sandbox.url() + "/_sandbox/faults"));
        int status = HttpClient.newHttpClient()
                .send(
                        json == null
                                ? faults.DELETE().build()
                                : faults.POST(HttpRequest.BodyPublishers.ofString(json))
                                        .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isLessThan(300);
    }

    private Ended run(String... own) throws IOException, InterruptedException {
        Process process = begin(own);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<JsonNode> events = new ArrayList<>();
        try (var parsed = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(output)) {
            parsed.forEachRemaining(events::add);
        }
        return new Ended(process.waitFor(), events);
    }

    private Process begin(String... own) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xint",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target/slipway-sandbox.jar").toAbsolutePath().toString(),
                ScriptedClaudeMain.class.getName()));
        command.addAll(List.of(own));
        command.addAll(1 + command.indexOf(ScriptedClaudeMain.class.getName()), List.of(AS_SLIPWAY));
        ProcessBuilder builder = new ProcessBuilder(command).directory(tree.toFile());
        builder.environment().put("HOME", root.resolve("home").toString());
        builder.environment().put("ANTHROPIC_BASE_URL", sandbox.url() + "/model");
        builder.environment().put("CLAUDE_CODE_OAUTH_TOKEN", ModelServlet.KEY_PREFIX + "test");
        builder.environment().remove("ANTHROPIC_API_KEY");
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(PROMPT.getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }
}
