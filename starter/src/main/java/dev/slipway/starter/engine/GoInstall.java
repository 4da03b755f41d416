package dev.slipway.starter.engine;

import dev.slipway.starter.output.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the Temporal CLI from its pinned module version with the machine's Go. */
final class GoInstall {
    private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v" + TemporalProgram.VERSION;
    private static final Duration SAY_EVERY = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final Console console;

    GoInstall(Map<String, String> environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    /**
     * Builds it into a folder.
     *
     * @return false when there is no Go here or the build failed; the reason has been said
     */
    boolean into(Path folder) throws IOException {
        Optional<Path> go = TemporalProgram.onPath(environment, "go");
        if (go.isEmpty()) {
            console.say("There is no Go on the PATH to build it with either.");
            return false;
        }
        console.say("Building the Temporal server " + TemporalProgram.VERSION + " with " + go.get() + ": "
                + "downloads and builds about 250 MB, about 3 minutes the first time.");
        ProcessBuilder builder = new ProcessBuilder(List.of(go.get().toString(), "install", "-v", MODULE));
        builder.environment().put("GOBIN", folder.toString());
        builder.environment().put("CGO_ENABLED", "0");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        Thread interrupted = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            String last = follow(process);
            if (process.waitFor() == 0 && Files.isExecutable(folder.resolve("temporal"))) {
                return true;
            }
            console.warn("go install " + MODULE + " failed: " + last);
            return false;
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (process.isAlive()) {
                end(process);
            }
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String follow(Process process) throws IOException {
        String last = "";
        int downloaded = 0;
        int compiled = 0;
        long saidAt = System.nanoTime();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith("go: downloading")) {
                    downloaded++;
                } else {
                    compiled++;
                }
                if (System.nanoTime() - saidAt > SAY_EVERY.toNanos()) {
                    saidAt = System.nanoTime();
                    console.say("  " + downloaded + " modules downloaded, " + compiled + " packages compiled");
                }
            }
        }
        return last;
    }
}
