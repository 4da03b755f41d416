package dev.slipway.starter.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs that outlive the command that started them, and ends them again.
 *
 * <p>They run in a session of their own where the machine has {@code setsid}, else with the signals of a terminal
 * ignored: a Ctrl-C or a closed terminal ends the command, not what it started.
 */
public final class BackgroundProcess {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final String IGNORE_TERMINAL = "trap '' HUP INT; exec \"$@\"";
    private static final Duration POLL = Duration.ofMillis(25);

    private BackgroundProcess() {}

    /**
     * Starts a program in the background.
     *
     * @param environment added to this process's own; an empty value removes the variable
     * @throws IOException when it can't be started
     */
    public static Process start(List<String> command, Path directory, Map<String, String> environment, LogFile log)
            throws IOException {
        log.rotate();
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(detached(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(Redirect.appendTo(log.path().toFile()));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder.start();
    }

    /** What to remember of it. */
    public static ProcessRecord describe(String name, ProcessHandle handle, Map<String, String> details) {
        Instant startedAt = handle.info().startInstant().orElseGet(Instant::now);
        return new ProcessRecord(name, handle.pid(), startedAt, details);
    }

    /**
     * Ends a process that we started: asks it, waits, and kills it with all that it started when it does not go.
     *
     * @return whether it went by itself
     */
    public static boolean stop(ProcessRecord started, Duration patience) {
        Optional<ProcessHandle> found = started.handle();
        if (found.isEmpty()) {
            return true;
        }
        ProcessHandle handle = found.get();
        List<ProcessHandle> children = handle.descendants().toList();
        handle.destroy();
        boolean wentByItself = awaitExit(handle, patience);
        if (!wentByItself) {
            handle.destroyForcibly();
            awaitExit(handle, Duration.ofSeconds(5));
        }
        children.forEach(ProcessHandle::destroyForcibly);
        return wentByItself;
    }

    private static boolean awaitExit(ProcessHandle handle, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (Liveness.running(handle)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !Liveness.running(handle);
            }
        }
        return true;
    }

    private static List<String> detached(List<String> command) {
        List<String> all = new ArrayList<>();
        Optional<Path> setsid = SETSID.stream().filter(Files::isExecutable).findFirst();
        if (setsid.isPresent()) {
            all.add(setsid.get().toString());
        } else {
            all.addAll(List.of("/bin/sh", "-c", IGNORE_TERMINAL, "sh"));
        }
        all.addAll(command);
        return all;
    }
}
