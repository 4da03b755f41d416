package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.JavaProgram;
import dev.slipway.starter.process.LogFile;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker in the background. */
public final class WorkerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final SlipwayHome stack;
    private final SlipwayHome home;
    private final ProcessRecords records;
    private final String name;

    /** @param number from 1; each worker of a machine is a host of its own */
    public WorkerProcess(SlipwayHome stack, int number) {
        this.stack = stack;
        this.home = StackHomes.worker(stack, number);
        this.records = new ProcessRecords(stack.run());
        this.name = recordName(number);
    }

    /** Name of a worker's process record. */
    public static String recordName(int number) {
        return "worker-" + number;
    }

    /** The one that runs already. */
    public Optional<ProcessRecord> running() {
        return records.alive(name);
    }

    /**
     * What a worker is started with.
     *
     * @param config the installation's files, the later before the earlier; empty for the user's own
     * @param slots workspaces at a time; 0 leaves it to the configuration
     * @param noIsolation said out loud by the user
     * @param fingerprint changes when the worker would have to be started anew to see a change
     */
    public record Settings(Engine engine, List<Path> config, int slots, boolean noIsolation, String fingerprint) {
        public Settings {
            config = List.copyOf(config);
        }
    }

    /** Starts it without waiting for it: several can come up at a time. */
    public Starting start(Settings settings) {
        JavaProgram program = JavaProgram.ofModule("worker");
        LogFile log = new LogFile(stack.logs().resolve(name + ".log"));
        ReadyFile ready = new ReadyFile(stack.run().resolve(name + ".ready"));
        List<String> arguments =
                new ArrayList<>(List.of("--ready-file", ready.path().toString()));
        settings.config().forEach(file -> arguments.addAll(List.of("--config", file.toString())));
        if (settings.slots() > 0) {
            arguments.addAll(List.of("--slots", Integer.toString(settings.slots())));
        }
        if (settings.noIsolation()) {
            arguments.add("--no-isolation");
        }
        try {
            ready.clear();
            Process process = BackgroundProcess.start(
                    program.command(arguments.toArray(String[]::new)),
                    home.state(),
                    environment(settings.engine()),
                    log);
            ProcessRecord started = BackgroundProcess.describe(
                    name,
                    process.toHandle(),
                    Map.of(
                            "fingerprint", settings.fingerprint(),
                            "log", log.path().toString(),
                            "state", home.state().toString()));
            records.write(started);
            return new Starting(started, ready, log);
        } catch (IOException e) {
            throw CommandFailure.failed("the " + name + " can't be started: " + e.getMessage(), e);
        }
    }

    private Map<String, String> environment(Engine engine) {
        Map<String, String> environment = new HashMap<>();
        // The system tells a Java program of a full disk in the language of the user, and of nothing else than that
        // text.
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("SLIPWAY_STATE_DIR", home.state().toString());
        environment.put("SLIPWAY_CACHE_DIR", home.cache().toString());
        environment.put("SLIPWAY_ARTIFACTS_DIR", home.artifacts().toString());
        environment.put("SLIPWAY_LEDGER_FILE", home.ledger().toString());
        environment.put("SLIPWAY_TEMPORAL_ADDRESS", engine.address());
        environment.put("SLIPWAY_TEMPORAL_NAMESPACE", engine.namespace());
        return environment;
    }

    /** A worker that is coming up. */
    public record Starting(ProcessRecord started, ReadyFile ready, LogFile log) {
        /** Waits until it polls. */
        public JsonNode await() {
            return ready.await(started, log, PATIENCE);
        }
    }
}
