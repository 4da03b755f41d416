package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.starter.engine.DevServer;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.EngineInstaller;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.engine.MemoryServer;
import dev.slipway.starter.engine.TemporalProgram;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway engine}: the Temporal server of the local stack. */
@Command(
        name = "engine",
        description = "Installs, starts and stops the Temporal server of the local stack; sets up any other.",
        mixinStandardHelpOptions = true,
        subcommands = EngineSetupCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class EngineCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Surroundings surroundings;

    EngineCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "install",
            description = {
                "Puts a Temporal server into the cache: the official release where it can be",
                "reached, else built with Go (about 250 MB, about 3 minutes)."
            },
            mixinStandardHelpOptions = true)
    int install(@Mixin OutputOptions output) {
        Optional<TemporalProgram> installed =
                new EngineInstaller(surroundings.home(), surroundings.environment(), output.console()).install();
        if (installed.isEmpty()) {
            throw CommandFailure.failed("No Temporal server could be installed. Put the 'temporal' program on the PATH"
                    + " (https://temporal.io/setup/install-temporal-cli), or set temporal.address in config.yaml.");
        }
        output.console().say("Temporal: " + installed.get().how());
        return ExitCode.DONE;
    }

    @Command(name = "start", description = "Starts the Temporal server alone.", mixinStandardHelpOptions = true)
    int start(@Mixin OutputOptions output, @Mixin InstallationOptions installation) {
        new Engines(surroundings.home(), surroundings.environment(), output.console())
                .ensure(installation.installation().temporal());
        return ExitCode.DONE;
    }

    @Command(
            name = "stop",
            description = "Stops the Temporal server; its data is kept.",
            mixinStandardHelpOptions = true)
    int stop(@Mixin OutputOptions output) {
        ProcessRecords records = new ProcessRecords(surroundings.home().run());
        Optional<ProcessRecord> running = records.alive(DevServer.RECORD);
        running.ifPresent(engine -> {
            BackgroundProcess.stop(engine, PATIENCE);
            records.remove(DevServer.RECORD);
        });
        output.console().say(running.isPresent() ? "Stopped Temporal." : "Temporal is not running.");
        return ExitCode.DONE;
    }

    @Command(
            name = "status",
            description = "Says which Temporal server is used, and where.",
            mixinStandardHelpOptions = true)
    int status(@Mixin OutputOptions output, @Mixin InstallationOptions installation) {
        TemporalSettings settings = installation.installation().temporal();
        Optional<Engine> engine =
                new Engines(surroundings.home(), surroundings.environment(), output.console()).existing(settings);
        Optional<TemporalProgram> program = TemporalProgram.find(surroundings.home(), surroundings.environment());
        if (output.json()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("running", engine.isPresent());
            engine.ifPresent(found -> answer.put("kind", found.kind().word())
                    .put("address", found.address())
                    .put("namespace", found.namespace())
                    .put("webUi", found.webUi()));
            program.ifPresent(found -> answer.put("program", found.path().toString()));
            output.console().answer(answer);
        } else {
            output.console()
                    .say(engine.map(found -> "Temporal: " + found.how() + ", at " + found.address() + ", namespace "
                                    + found.namespace()
                                    + (found.webUi().isEmpty() ? "" : ", Web UI " + found.webUi()))
                            .orElse("Temporal is not running. 'slipway up' starts it."));
            if (engine.isEmpty()) {
                output.console()
                        .say(program.map(found -> "It will be " + found.how() + ".")
                                .orElse("There is none on this machine yet: 'slipway engine install' gets one."));
            }
        }
        return ExitCode.DONE;
    }

    @Command(name = "serve-in-memory", hidden = true, mixinStandardHelpOptions = true)
    int serveInMemory(
            @Option(names = "--port", defaultValue = "0") int port,
            @Option(names = "--ready-file", required = true) Path readyFile)
            throws IOException, InterruptedException {
        MemoryServer.serve(port, readyFile);
        return ExitCode.DONE;
    }
}
