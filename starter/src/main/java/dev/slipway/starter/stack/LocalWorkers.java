package dev.slipway.starter.stack;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.ProcessRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The workers of a stack on this machine. */
public final class LocalWorkers {
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final SlipwayHome stack;
    private final Console console;

    public LocalWorkers(SlipwayHome stack, Console console) {
        this.stack = stack;
        this.console = console;
    }

    /**
     * Sees to it that so many workers run with these settings, and waits until they poll. One that runs with other
     * settings is stopped in an orderly way (it finishes or checkpoints its step) and started anew.
     */
    public void ensure(int count, WorkerProcess.Settings settings) {
        List<WorkerProcess.Starting> starting = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            WorkerProcess worker = new WorkerProcess(stack, number);
            Optional<ProcessRecord> running = worker.running();
            if (running.isPresent()) {
                if (running.get().detail("fingerprint").equals(settings.fingerprint())) {
                    console.detail("The " + running.get().name() + " runs already.");
                    continue;
                }
                console.say("The settings have changed: the " + running.get().name() + " is started anew.");
                BackgroundProcess.stop(running.get(), DRAIN);
            }
            starting.add(worker.start(settings));
        }
        if (!starting.isEmpty()) {
            console.say("Starting " + (starting.size() == 1 ? "a worker" : starting.size() + " workers") + " …");
            starting.forEach(WorkerProcess.Starting::await);
        }
    }
}
