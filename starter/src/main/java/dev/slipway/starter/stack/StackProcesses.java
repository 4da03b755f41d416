package dev.slipway.starter.stack;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.engine.TemporalProgram;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The processes of a stack as an accident meets them: killed as by {@code kill -9}, and started again with the same home,
 * the same data and at the same address. Only what this stack has a record of is ever killed.
 */
public final class StackProcesses {
    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final String namespace;
    private final Sandbox sandbox;
    private final int workers;
    private final WorkerProcess.Settings settings;
    private final ProcessRecords records;

    StackProcesses(
            SlipwayHome home,
            Map<String, String> environment,
            String namespace,
            Sandbox sandbox,
            int workers,
            WorkerProcess.Settings settings) {
        this.home = home;
        this.environment = environment;
        this.namespace = namespace;
        this.sandbox = sandbox;
        this.workers = workers;
        this.settings = settings;
        this.records = new ProcessRecords(home.run());
    }

    /** Where all that this stack writes is. */
    public SlipwayHome home() {
        return home;
    }

    /** The key of the model endpoint, where this stack was given one. */
    public Optional<String> modelKey() {
        return SandboxInstallation.keyIn(home);
    }

    /** Names of the workers' records. */
    public List<String> workers() {
        return IntStream.rangeClosed(1, workers)
                .mapToObj(WorkerProcess::recordName)
                .toList();
    }

    /** Folders in which the workers keep their logs. */
    public List<Path> logs() {
        return IntStream.rangeClosed(1, workers)
                .mapToObj(number -> StackHomes.worker(home, number).logs())
                .toList();
    }

    /** Folders in which the workers keep their workspaces. */
    public List<Path> workspaces() {
        return IntStream.rangeClosed(1, workers)
                .mapToObj(number -> StackHomes.worker(home, number).workspaces())
                .toList();
    }

    /** The record of a process that lives. */
    public Optional<ProcessRecord> alive(String name) {
        return records.alive(name);
    }

    /** All that live. */
    public List<ProcessRecord> allAlive() {
        return records.allAlive();
    }

    /** Whether this stack started its Temporal server: a configured one is somebody else's. */
    public boolean hasServer() {
        return records.alive(DevServer.RECORD)
                .filter(server -> server.details().containsKey("data"))
                .isPresent();
    }

    /**
     * Ends a process without a warning, and waits until it is gone. What it had started is left to itself, as it is when
     * a program dies.
     *
     * @return the process ids of what it had started; empty too when it was gone already
     */
    public List<Long> kill(String name) {
        Optional<ProcessHandle> found = records.alive(name).flatMap(ProcessRecord::handle);
        if (found.isEmpty()) {
            return List.of();
        }
        List<Long> started;
        try (Stream<ProcessHandle> descendants = found.get().descendants()) {
            started = descendants.map(ProcessHandle::pid).toList();
        }
        found.get().destroyForcibly();
        found.get().onExit().join();
        return started;
    }

    /**
     * Stops a process where it stands, as if its machine hung: it keeps its connections and answers nothing.
     *
     * @throws CommandFailure when it does not run, or can't be stopped
     */
    public void stall(String name) {
        signal(name, "STOP");
    }

    /** Lets a stalled process go on. */
    public void goOn(String name) {
        signal(name, "CONT");
    }

    private void signal(String name, String signal) {
        ProcessRecord record =
                records.alive(name).orElseThrow(() -> CommandFailure.failed("the " + name + " does not run"));
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(record.pid())).start();
            if (kill.waitFor() != 0) {
                throw CommandFailure.failed("the " + name + " can't be sent SIG" + signal);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("the " + name + " can't be sent SIG" + signal + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while signalling the " + name);
        }
    }

    /**
     * Starts a killed process again, and waits until it is ready.
     *
     * @throws CommandFailure when it does not come up, with the end of its log
     */
    public void revive(String name) {
        switch (name) {
            case DevServer.RECORD ->
                new DevServer(home)
                        .restart(
                                TemporalProgram.find(home, environment)
                                        .orElseThrow(() -> CommandFailure.failed(
                                                "the program of the Temporal server, which was there, is gone")),
                                namespace);
            case SandboxProcess.RECORD -> new SandboxProcess(home).restart(sandbox);
            default -> new WorkerProcess(home, number(name)).start(settings).await();
        }
    }

    private static int number(String worker) {
        return Integer.parseInt(worker.substring(worker.lastIndexOf('-') + 1));
    }
}
