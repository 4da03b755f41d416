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

/** The Claude Code CLI in the user's cache, where the demo puts it too: installed from npm once (360 MB). */
public final class InstalledClaude {
    private static final String VERSION = "2.1.329";
    private static final SlipwayHome HOME = SlipwayHome.from(System.getenv());

    private InstalledClaude() {}

    /** The program; the test is left out where there is no npm. */
    public static Path program() throws IOException, InterruptedException {
        Path target = HOME.tools().resolve("claude-code-" + VERSION);
        Path program = target.resolve("node_modules/.bin/claude");
        if (Files.isExecutable(program)) {
            return program;
        }
        HostCommand npm = new HostCommand(System.getenv());
        boolean hasNpm = npm.run(List.of("npm", "--version"), Path.of("/"), Duration.ofMinutes(1), line -> {})
                        .exitCode()
                == 0;
        assumeTrue(hasNpm, "left out: npm is not on the PATH, and the Claude Code CLI comes from there");
        Files.createDirectories(HOME.tools());
        Path fresh = Files.createTempDirectory(HOME.tools(), ".claude-code-");
        try {
            Files.writeString(
                    fresh.resolve("package.json"), "{\"name\": \"slipway-claude-code\", \"private\": true}\n");
            HostCommand.Ended ended = npm.run(
                    List.of(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--save-exact",
                            "@anthropic-ai/claude-code@" + VERSION),
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
