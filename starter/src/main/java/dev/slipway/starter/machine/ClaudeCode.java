package dev.slipway.starter.machine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.FolderTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The Claude Code CLI of the demo: one pinned version from npm, in the user's cache. */
public final class ClaudeCode {
    private static final String VERSION = "2.1.329";
    private static final String PACKAGE = "@anthropic-ai/claude-code@" + VERSION;
    private static final String SIZE = "about 360 MB on disk";
    private static final int TURNS = 20;

    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final Console console;

    public ClaudeCode(SlipwayHome home, Map<String, String> environment, Console console) {
        this.home = home;
        this.environment = environment;
        this.console = console;
    }

    /** The program; it is installed if it is not there, whole or not at all. */
    public Path install() {
        Path folder = home.tools().resolve("claude-code-" + VERSION);
        Path program = folder.resolve("node_modules/.bin/claude");
        if (Files.isExecutable(program)) {
            return program;
        }
        if (Toolbox.onPath(environment, "npm").isEmpty()) {
            throw CommandFailure.wrongUsage("--agent claude: npm is not on the PATH. Install Node.js 20 or newer from"
                    + " https://nodejs.org.");
        }
        console.say("Installing Claude Code " + VERSION + " from npm (" + SIZE + ") …");
        try {
            Files.createDirectories(home.tools());
            Path partial = Files.createTempDirectory(home.tools(), ".claude-code-");
            try {
                npm(partial);
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                FolderTree.delete(partial);
            }
            return program;
        } catch (IOException e) {
            throw CommandFailure.failed("Claude Code can't be installed: " + e.getMessage(), e);
        }
    }

    private void npm(Path folder) throws IOException {
        Files.writeString(folder.resolve("package.json"), "{\"name\": \"slipway-claude-code\", \"private\": true}\n");
        Process npm = new ProcessBuilder(List.of(
                        "npm", "install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", PACKAGE))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(npm.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                console.detail("  " + line);
                last = line.isBlank() ? last : line;
            }
            if (npm.waitFor() != 0) {
                throw new IOException("npm install " + PACKAGE + " failed: " + last);
            }
        } catch (InterruptedException e) {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * The section {@code agents} with it as the only one.
     *
     * @param modelUrl of a model endpoint
     * @param keyFile where the key for that endpoint is
     */
    public static ObjectNode agents(Path program, URI modelUrl, Path keyFile) {
        ObjectNode agents = JsonNodeFactory.instance.objectNode();
        agents.put("default", "claude");
        ObjectNode claude = agents.putObject("claude").put("kind", "claude");
        claude.putArray("command").add(program.toString());
        claude.put("base_url", modelUrl.toString());
        claude.put("max_turns", TURNS);
        claude.putArray("seats")
                .addObject()
                .put("name", "sandbox")
                .put("billing", "metered")
                .put("api_key", "${file:" + keyFile + "}");
        return agents;
    }
}
