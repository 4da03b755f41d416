package dev.slipway.starter.stack;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that runs of one stack: ended in the right order, and only what was started by us. */
public final class LocalStack {
    /** A worker finishes its running step, or checkpoints it. */
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final SlipwayHome home;
    private final Console console;

    public LocalStack(SlipwayHome home, Console console) {
        this.home = home;
        this.console = console;
    }

    /** What runs, by its process records. */
    public List<ProcessRecord> running() {
        return new ProcessRecords(home.run()).allAlive();
    }

    /**
     * Ends it all: first the workers, all at a time, then the sandbox, last the server.
     *
     * @return what was ended
     */
    public List<ProcessRecord> stop() {
        List<ProcessRecord> running = new ArrayList<>(running());
        running.sort(Comparator.comparingInt(LocalStack::order));
        List<ProcessRecord> workers =
                running.stream().filter(found -> order(found) == 0).toList();
        workers.parallelStream().forEach(worker -> stop(worker, WORKER_PATIENCE));
        running.stream().filter(found -> order(found) != 0).forEach(found -> stop(found, PATIENCE));
        return running;
    }

    private void stop(ProcessRecord running, Duration patience) {
        if (!BackgroundProcess.stop(running, patience)) {
            console.warn("The " + running.name() + " did not end within " + patience.toSeconds()
                    + " s and was killed; its log is " + running.details().getOrDefault("log", "missing"));
        }
        new ProcessRecords(home.run()).remove(running.name());
    }

    private static int order(ProcessRecord running) {
        if (running.name().equals(DevServer.RECORD)) {
            return 2;
        }
        return running.name().equals(SandboxProcess.RECORD) ? 1 : 0;
    }
}
