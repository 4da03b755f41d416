package dev.slipway.starter.command;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxInstallation;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.ScriptedAgent;
import dev.slipway.starter.stack.StackHomes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway sandbox installation}: what a worker needs to work on a sandbox. */
@Command(
        name = "installation",
        description = {
            "Writes an installation whose accounts are the sandbox's users: DIR/config.yaml, for",
            "'slipway worker --config'. Tokens lie beside it, in files that only you can read."
        },
        mixinStandardHelpOptions = true)
final class SandboxInstallationCommand implements Callable<Integer> {
    private final SlipwayHome home;
    private final Path directory;

    @Mixin
    private OutputOptions output;

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "Where it goes.")
    private Path folder;

    @Option(
            names = "--sandbox",
            paramLabel = "URL",
            description = "The sandbox; the one that runs on this machine if not given.")
    private @Nullable URI url;

    @Option(
            names = "--agent-seconds",
            paramLabel = "S",
            defaultValue = "0",
            description = "Time of each run of the scripted agent; ${DEFAULT-VALUE}.")
    private double agentSeconds;

    SandboxInstallationCommand(Surroundings surroundings) {
        this.home = StackHomes.sandboxed(surroundings.home());
        this.directory = surroundings.directory();
    }

    @Override
    public Integer call() {
        Sandbox sandbox = url == null
                ? new SandboxProcess(home)
                        .running()
                        .orElseThrow(() -> CommandFailure.failed(
                                "The sandbox is not running. 'slipway sandbox start' starts it; --sandbox URL names"
                                        + " another."))
                : Sandbox.at(url);
        try {
            Path file = new SandboxInstallation(directory.resolve(folder), sandbox)
                    .write(List.of(), ScriptedAgent.agents("scripted", agentSeconds), Optional.empty());
            output.console().say("Wrote " + file + ". Start a worker with: slipway worker --config " + file);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandFailure.failed("The installation can't be written: " + e.getMessage(), e);
        }
    }
}
