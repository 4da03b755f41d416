package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.activities.process.PlainLauncher;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Brief;
import dev.slipway.agent.PromptSize;
import dev.slipway.run.ToolchainName;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.model.ModelServlet;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.prompt.Prompts;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Claude Code CLI against the sandbox's model endpoint: it builds a project that does not compile, and with its
 * session resumed it mends it. The CLI is installed from npm into the user's cache, once (360 MB).
 */
class ClaudeCodeIT {
    private static final SlipwayHome HOME = SlipwayHome.from(System.getenv());
    private static final ToolchainName SOLC = new ToolchainName("solc");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Run(JsonNode result, List<String> tools) {}

    @Test
    void buildsAProjectAndMendsItInTheSameSession() throws Exception {
        Path claude = InstalledAgents.claude();
        Toolchains toolchains = Toolchains.load(Path.of("/nonexistent"));
        ToolchainDefinition solc = toolchains.find(SOLC).orElseThrow();
        new ToolchainInstaller(HOME, System.getenv()).install(solc, Progress.SILENT);
        Path tree = Files.createDirectories(folder.resolve("tree"));

        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.in(folder.resolve("sandbox"))
                .withUsers(1)
                .withServlet("/model/*", server -> new ModelServlet()))) {
            String model = sandbox.url() + "/model";
            Run first = run(claude, model, tree, prompt(solc, AgentTask.GENERATE, null), null);
            assertThat(first.result().path("is_error").asBoolean()).isFalse();
            assertThat(first.result().path("usage").path("output_tokens").asInt())
                    .isGreaterThan(500);
            assertThat(first.tools()).contains("Write");
            ToolchainRun red = verify(toolchains, tree);
            assertThat(red.headline()).contains("Undeclared identifier");

            String session = first.result().path("session_id").asText();
            Run second = run(claude, model, tree, prompt(solc, AgentTask.FIX, red.excerpt()), session);
            assertThat(second.result().path("is_error").asBoolean()).isFalse();
            assertThat(second.result().path("session_id").asText()).isEqualTo(session);
            ToolchainRun green = verify(toolchains, tree);
            assertThat(green.passed()).as(green.excerpt()).isTrue();
        }
        Trees.delete(tree.resolve("node_modules"));
    }

    private static String prompt(ToolchainDefinition toolchain, AgentTask task, @Nullable String failure) {
        Brief brief = new Brief("token-vault", "Vault with \"timelocked\" withdrawals", "vault", SOLC, null);
        return Prompts.load(Path.of("/nonexistent"))
                .render(task, brief, toolchain.guidance(), null, failure, PromptSize.FULL);
    }

    private ToolchainRun verify(Toolchains toolchains, Path tree) throws IOException, InterruptedException {
        return new ToolchainRunner(toolchains, HOME, new PlainLauncher(), System.getenv())
                .run(
                        SOLC,
                        Commands.NONE,
                        tree,
                        Files.createDirectories(folder.resolve("build-home")),
                        folder.resolve("build.log"),
                        Duration.ofMinutes(5),
                        process -> {});
    }

    private Run run(Path claude, String model, Path tree, String prompt, @Nullable String session)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                claude.toString(),
                "-p",
                "--output-format",
                "stream-json",
                "--verbose",
                "--permission-mode",
                "acceptEdits",
                "--tools",
                "Read,Write,Edit"));
        if (session != null) {
            command.addAll(List.of("--resume", session));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .redirectInput(
                        Files.writeString(folder.resolve("prompt.txt"), prompt).toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "HOME",
                        Files.createDirectories(folder.resolve("agent-home")).toString(),
                        "ANTHROPIC_BASE_URL",
                        model,
                        "ANTHROPIC_API_KEY",
                        "sk-ant-sandbox-test",
                        "CLAUDE_CODE_MAX_RETRIES",
                        "1",
                        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                        "1"));
        Process process = builder.start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(output).isZero();
        JsonNode result = null;
        List<String> tools = new ArrayList<>();
        for (String line : output.lines().filter(l -> l.startsWith("{")).toList()) {
            JsonNode event = JSON.readTree(line);
            event.path("message").path("content").forEach(block -> {
                if (block.path("type").asText().equals("tool_use")) {
                    tools.add(block.path("name").asText());
                }
            });
            result = event.path("type").asText().equals("result") ? event : result;
        }
        assertThat(result).as(output).isNotNull();
        return new Run(result, tools);
    }
}
