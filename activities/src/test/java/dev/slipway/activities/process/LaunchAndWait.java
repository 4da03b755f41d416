package dev.slipway.activities.process;

import dev.slipway.settings.installation.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A worker to be killed: starts a program that leaves a daemon, and waits for it. */
final class LaunchAndWait {
    private LaunchAndWait() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path tree = Path.of(arguments[0]);
        String beat = "while :; do date > beat; sleep 0.05; done";
        ProcessSpec spec = new ProcessSpec(
                List.of("sh", "-c", "setsid sh -c '" + beat + "' & " + beat),
                tree,
                Path.of(arguments[1]),
                Map.of("PATH", "/usr/bin:/bin"),
                List.of(),
                List.of(),
                "",
                tree.resolveSibling("logs").resolve("step.log"),
                Duration.ofMinutes(10),
                100_000);
        ProcessLaunchers.choose(Isolation.REQUIRED, false, System.getenv())
                .start(spec, line -> {})
                .await();
    }
}
