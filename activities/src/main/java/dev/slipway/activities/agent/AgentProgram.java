package dev.slipway.activities.agent;

import dev.slipway.activities.process.ChildEnvironment;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.process.ProgramFolders;
import dev.slipway.activities.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Starts agents' programs with an allow-listed environment. */
final class AgentProgram {
    private static final long MAX_TRANSCRIPT = 64L * 1024 * 1024;

    private final ProcessLauncher launcher;
    private final Map<String, String> worker;

    AgentProgram(ProcessLauncher launcher, Map<String, String> worker) {
        this.launcher = launcher;
        this.worker = Map.copyOf(worker);
    }

    boolean isolated() {
        return launcher.isolates();
    }

    /** @param own the agent's own variables, secrets among them */
    AgentEnd run(List<String> command, Map<String, String> own, AgentJob job, Consumer<String> onLine)
            throws IOException, InterruptedException {
        List<String> located = ProgramFolders.located(command, worker);
        Path folder = Path.of(located.get(0)).getParent();
        Map<String, String> environment = ChildEnvironment.from(worker, List.of(folder));
        environment.put("SLIPWAY_PROMPT_FILE", job.promptFile().toString());
        environment.putAll(own);
        List<Path> readOnly = new ArrayList<>(ProgramFolders.needed(located));
        readOnly.addAll(ChildEnvironment.certificates(environment));
        readOnly.add(job.promptFile());
        readOnly.addAll(job.attached());
        ProcessSpec spec = new ProcessSpec(
                located,
                job.tree(),
                job.home(),
                environment,
                readOnly,
                List.of(),
                job.prompt(),
                job.transcript(),
                job.timeout(),
                MAX_TRANSCRIPT);
        AtomicLong lines = new AtomicLong();
        RunningProcess running = launcher.start(spec, line -> {
            lines.incrementAndGet();
            onLine.accept(line);
        });
        job.watcher().started(running);
        // Lines count also where the transcript is full, the transcript's size where lines never end.
        try (StallGuard guard = StallGuard.over(running, job.silence(), () -> lines.get() + size(job.transcript()))) {
            ProcessOutcome outcome = running.await();
            return new AgentEnd(outcome, guard.stalled());
        } finally {
            running.stop();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
