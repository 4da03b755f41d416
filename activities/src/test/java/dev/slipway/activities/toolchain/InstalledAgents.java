package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Agents' CLIs in the user's cache, where the demo puts them too: each installed from npm once (about 400 MB). */
public final class InstalledAgents {
    private static final SlipwayHome HOME = SlipwayHome.from(System.getenv());

    private InstalledAgents() {}

    /** Claude Code; the test is left out where there is no npm. */
    public static Path claude() throws IOException, InterruptedException {
        return program("claude-code", "@anthropic-ai/claude-code", "2.1.329", "claude");
    }

    /** Codex; the test is left out where there is no npm. */
    public static Path codex() throws IOException, InterruptedException {
        return program("codex", "@openai/codex", "0.169.0", "codex");
    }

    private static Path program(String name, String npmPackage, String version, String executable)
            throws IOException, InterruptedException {
        Path target = HOME.tools().resolve(name + "-" + version);
        Path program = target.resolve("node_modules/.bin").resolve(executable);
        if (Files.isExecutable(program)) {
            return program;
        }
        HostCommand npm = new HostCommand(System.getenv());
        boolean hasNpm = npm.run(List.of("npm", "--version"), Path.of("/"), Duration.ofMinutes(1), line -> {})
                        .exitCode()
                == 0;
        assumeTrue(hasNpm, "left out: npm is not on the PATH, and " + npmPackage + " comes from there");
        Files.createDirectories(HOME.tools());
        Path fresh = Files.createTempDirectory(HOME.tools(), "." + name + "-");
        try {
            Files.writeString(
                    fresh.resolve("package.json"), "{\"name\": \"slipway-" + name + "\", \"private\": true}\n");
            HostCommand.Ended ended = npm.run(
                    List.of("npm", "install", "--no-audit", "--no-fund", "--save-exact", npmPackage + "@" + version),
                    fresh,
                    Duration.ofMinutes(10),
                    line -> {});
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(fresh);
        }
        return program;
    }
}
