package dev.slipway.activities.agent;

import dev.slipway.activities.process.ChildEnvironment;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.ProcessSpec;
import dev.slipway.activities.process.ProgramFolders;
import dev.slipway.activities.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    ProcessOutcome run(List<String> command, Map<String, String> own, AgentJob job, Consumer<String> onLine)
            throws IOException, InterruptedException {
        List<String> located = ProgramFolders.located(command, worker);
        Path folder = Path.of(located.get(0)).getParent();
        Map<String, String> environment = ChildEnvironment.from(worker, List.of(folder));
        environment.put("SLIPWAY_PROMPT_FILE", job.promptFile().toString());
        environment.putAll(own);
        List<Path> readOnly = new ArrayList<>(ProgramFolders.needed(located));
        readOnly.addAll(ChildEnvironment.certificates(environment));
        readOnly.add(job.promptFile());
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
        RunningProcess running = launcher.start(spec, onLine);
        job.watcher().started(running);
        try {
            return running.await();
        } finally {
            running.stop();
        }
    }
}
