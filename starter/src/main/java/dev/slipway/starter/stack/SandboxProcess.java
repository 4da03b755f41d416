package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.JavaProgram;
import dev.slipway.starter.process.LogFile;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox in the background: a GitHub and a model endpoint on loopback. */
public final class SandboxProcess {
    /** Name of its process record. */
    public static final String RECORD = "sandbox";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SlipwayHome home;
    private final ProcessRecords records;

    public SandboxProcess(SlipwayHome home) {
        this.home = home;
        this.records = new ProcessRecords(home.run());
    }

    /** The sandbox that runs already. */
    public Optional<Sandbox> running() {
        return records.alive(RECORD).map(SandboxProcess::sandbox);
    }

    /**
     * The one that runs, or a new one on the data that is there.
     *
     * @param users for new data: so many GitHub users, with a token each
     */
    public Sandbox ensure(int users) {
        return ensure(SandboxRules.unlimited(users));
    }

    /** The one that runs, or a new one under these rules. */
    Sandbox ensure(SandboxRules rules) {
        return running().orElseGet(() -> start(rules.flags().toArray(String[]::new)));
    }

    /** Starts it again after it died, at the address where its clients look for it. */
    public Sandbox restart(Sandbox before) {
        return start("--port", Integer.toString(before.url().getPort()));
    }

    private Sandbox start(String... more) {
        JavaProgram program = JavaProgram.ofModule("sandbox");
        LogFile log = new LogFile(home.logs().resolve("sandbox.log"));
        ReadyFile ready = new ReadyFile(home.run().resolve("sandbox.ready"));
        try {
            ready.clear();
            List<String> arguments = new ArrayList<>(List.of(
                    "--dir", home.sandbox().toString(),
                    "--ready-file", ready.path().toString()));
            arguments.addAll(List.of(more));
            Process process = BackgroundProcess.start(
                    program.command(arguments.toArray(String[]::new)), home.sandbox(), Map.of(), log);
            records.write(BackgroundProcess.describe(RECORD, process.toHandle(), Map.of()));
            JsonNode said =
                    ready.await(BackgroundProcess.describe(RECORD, process.toHandle(), Map.of()), log, PATIENCE);
            ProcessRecord started = BackgroundProcess.describe(
                    RECORD,
                    process.toHandle(),
                    Map.of(
                            "url", said.path("url").asText(),
                            "apiUrl", said.path("apiUrl").asText(),
                            "modelUrl", said.path("modelUrl").asText(),
                            "log", log.path().toString()));
            records.write(started);
            return sandbox(started);
        } catch (IOException e) {
            throw CommandFailure.failed("the sandbox can't be started: " + e.getMessage(), e);
        }
    }

    private static Sandbox sandbox(ProcessRecord running) {
        return new Sandbox(
                URI.create(running.detail("url")),
                URI.create(running.detail("apiUrl")),
                URI.create(running.detail("modelUrl")));
    }
}
