package dev.slipway.activities.toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a tool of the machine's own, as the user: to ask its version, or to install packages. Never a project's code. */
final class HostCommand {
    /**
     * How it ended.
     *
     * @param exitCode -1 when it could not be started or did not end in time
     */
    record Ended(int exitCode, String output) {}

    private final Map<String, String> environment;

    HostCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Ended run(List<String> command, Path directory, Duration timeout, Consumer<String> onLine)
            throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        StringBuffer output = new StringBuffer();
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
                try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        output.append(line).append('\n');
                        onLine.accept(line);
                    }
                } catch (IOException e) {
                    output.append(e.getMessage()).append('\n');
                }
            });
            try {
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    return new Ended(-1, output + "no answer within " + timeout.toSeconds() + " s");
                }
                reading.join();
                return new Ended(process.exitValue(), output.toString());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new Ended(-1, e.getMessage());
        }
    }
}
