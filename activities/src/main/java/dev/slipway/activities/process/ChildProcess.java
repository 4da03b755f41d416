package dev.slipway.activities.process;

import dev.slipway.activities.failure.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that was started, and the thread that keeps it.
 *
 * <p>The keeper thread forks the program and lives until the program's whole tree is gone: Linux ties a child's
 * "parent died" signal, on which {@code bwrap --die-with-parent} relies, to the thread that forked it (prctl(2),
 * PR_SET_PDEATHSIG), not to the JVM.
 *
 * <p>A wrapper has a process namespace of its own: when it ended by itself, the kernel has ended all that was in it
 * (pid_namespaces(7)), and nobody has to look for what is left.
 */
final class ChildProcess implements RunningProcess {
    /** Marks all that one start brought to life; see {@link ProcessTree}. */
    static final String MARKER = "SLIPWAY_STEP";

    private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(5);
    private static final Duration TO_DRAIN = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MAX_LINE = 4 * 1024 * 1024;

    private enum Wake {
        EXITED,
        STOPPED,
        TIMED_OUT
    }

    private final ProcessSpec spec;
    private final boolean wrapped;
    private final Consumer<String> onLine;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CompletableFuture<Wake> wake = new CompletableFuture<>();
    private final CompletableFuture<ProcessOutcome> ended = new CompletableFuture<>();
    private volatile long seen;

    /** The host had no room for its output. */
    private volatile @Nullable IOException full;

    private ChildProcess(ProcessSpec spec, boolean wrapped, Consumer<String> onLine) {
        this.spec = spec;
        this.wrapped = wrapped;
        this.onLine = onLine;
    }

    /**
     * @param wrapped whether the arguments start a wrapper with a process namespace, such as bubblewrap, with the program
     *     in it
     */
    static ChildProcess start(List<String> arguments, boolean wrapped, ProcessSpec spec, Consumer<String> onLine)
            throws IOException {
        ChildProcess child = new ChildProcess(spec, wrapped, onLine);
        thread("slipway-process-keeper", () -> child.keep(arguments)).start();
        try {
            child.started.join();
            return child;
        } catch (CompletionException e) {
            throw new IOException("could not start '" + spec.command().get(0) + "': " + reason(e.getCause()), e);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private void keep(List<String> arguments) {
        long began = System.nanoTime();
        String mark = UUID.randomUUID().toString();
        Process process;
        try {
            process = fork(arguments, mark);
        } catch (IOException | RuntimeException e) {
            started.completeExceptionally(e);
            return;
        }
        ProcessTree tree = new ProcessTree(process.toHandle(), wrapped, MARKER + "=" + mark);
        Thread feeder = thread("slipway-process-input", () -> feed(process));
        Thread reader = thread("slipway-process-output", () -> read(process));
        feeder.start();
        reader.start();
        CompletableFuture<Void> unused = process.onExit().thenRun(() -> wake.complete(Wake.EXITED));
        started.complete(process);
        try {
            Wake why = watch(tree);
            if (why != Wake.EXITED) {
                tree.terminate();
                if (!process.waitFor(TO_END_BY_ITSELF.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.debug(
                            "{} did not end when asked; killing it",
                            spec.command().get(0));
                }
            }
            if (!wrapped || why != Wake.EXITED) {
                tree.kill();
            }
            int exit = process.waitFor();
            drain(process, reader);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            IOException noRoom = full;
            if (noRoom == null) {
                ended.complete(new ProcessOutcome(exit, why == Wake.TIMED_OUT, why == Wake.STOPPED, seen, took));
            } else {
                // Nobody stopped it: said as what it is, not as an interruption, which would be tried again.
                ended.completeExceptionally(new UncheckedIOException(noRoom));
            }
        } catch (InterruptedException | RuntimeException e) {
            tree.kill();
            ended.completeExceptionally(e);
        }
    }

    private Process fork(List<String> arguments, String mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(spec.directory().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(spec.environment());
        environment.put("HOME", spec.home().toString());
        environment.put(MARKER, mark);
        return builder.start();
    }

    private Wake watch(ProcessTree tree) throws InterruptedException {
        long deadline = System.nanoTime() + spec.timeout().toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Wake.TIMED_OUT;
            }
            try {
                return wake.get(wrapped ? left : Math.min(left, BETWEEN_LOOKS.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (!wrapped) {
                    tree.remember();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void feed(Process process) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(spec.input().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("{} did not read all of its input", spec.command().get(0));
        }
    }

    private void read(Process process) {
        LineSplitter lines = new LineSplitter(MAX_LINE, this::tell);
        byte[] buffer = new byte[64 * 1024];
        try (OutputFile file = new OutputFile(spec.output(), spec.maxOutput());
                InputStream output = process.getInputStream()) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                file.write(buffer, count);
                seen = file.seen();
                lines.accept(buffer, count);
            }
        } catch (IOException e) {
            log.warn("the output of {} is incomplete in {}: {}", spec.command().get(0), spec.output(), e.toString());
            if (Failures.hostIsFull(e)) {
                full = e;
            }
            wake.complete(Wake.STOPPED);
        }
        lines.finish();
    }

    private void tell(String line) {
        try {
            onLine.accept(line);
        } catch (RuntimeException e) {
            log.warn(
                    "a line of output of {} was not understood: {}",
                    spec.command().get(0),
                    e.toString());
        }
    }

    private void drain(Process process, Thread reader) throws InterruptedException {
        reader.join(TO_DRAIN.toMillis());
        if (reader.isAlive()) {
            // Something that escaped the tree still holds the pipe.
            close(process.getInputStream());
            reader.join(TO_DRAIN.toMillis());
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            log.debug("closing a pipe: {}", e.toString());
        }
    }

    @Override
    public ProcessOutcome await() throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException noRoom) {
                throw noRoom;
            }
            throw new IllegalStateException("lost sight of '" + spec.command().get(0) + "'", e.getCause());
        }
    }

    @Override
    public void stop() {
        wake.complete(Wake.STOPPED);
        ended.handle((outcome, failure) -> null).join();
    }

    @Override
    public boolean alive() {
        return !ended.isDone();
    }
}
