package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.process.ProcessRecords;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxProcess;
import dev.slipway.starter.stack.StackHomes;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway sandbox}: a GitHub on this machine. */
@Command(
        name = "sandbox",
        description = "Starts and looks into the sandbox: a GitHub on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {SandboxFaultsCommand.class, SandboxInstallationCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class SandboxCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final SlipwayHome home;

    SandboxCommand(Surroundings surroundings) {
        this.home = StackHomes.sandboxed(surroundings.home());
    }

    @Command(name = "start", description = "Starts it in the background.", mixinStandardHelpOptions = true)
    int start(
            @Mixin OutputOptions output,
            @Option(
                            names = "--users",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Users of a new one; ${DEFAULT-VALUE}.")
                    int users) {
        if (users < 1 || users > 1000) {
            throw CommandFailure.wrongUsage("--users " + users + ": 1 to 1000 is needed.");
        }
        Sandbox sandbox = new SandboxProcess(home).ensure(users);
        if (output.json()) {
            output.console()
                    .answer(JsonNodeFactory.instance
                            .objectNode()
                            .put("url", sandbox.url().toString())
                            .put("apiUrl", sandbox.apiUrl().toString()));
        } else {
            output.console().say("Sandbox: " + sandbox.url() + ", REST API " + sandbox.apiUrl());
            output.console().say("'slipway sandbox tokens' shows its users' tokens.");
        }
        return ExitCode.DONE;
    }

    @Command(name = "stop", description = "Stops it; its data is kept.", mixinStandardHelpOptions = true)
    int stop(@Mixin OutputOptions output) {
        ProcessRecords records = new ProcessRecords(home.run());
        Optional<ProcessRecord> running = records.alive(SandboxProcess.RECORD);
        running.ifPresent(found -> {
            BackgroundProcess.stop(found, PATIENCE);
            records.remove(SandboxProcess.RECORD);
        });
        output.console().say(running.isPresent() ? "Stopped the sandbox." : "The sandbox is not running.");
        return ExitCode.DONE;
    }

    @Command(name = "tokens", description = "Shows its users and their tokens.", mixinStandardHelpOptions = true)
    int tokens(@Mixin OutputOptions output) {
        Console console = output.console();
        JsonNode told = running().tokens();
        if (output.json()) {
            console.answer(told);
            return ExitCode.DONE;
        }
        Table table = new Table(console.style(), "USER", "KIND", "TOKEN", "ORGANIZATION");
        for (JsonNode token : told.path("tokens")) {
            table.row(
                    token.path("login").asText(),
                    token.path("kind").asText(),
                    token.path("token").asText(),
                    token.path("organization").asText(""));
        }
        table.lines().forEach(console::say);
        return ExitCode.DONE;
    }

    @Command(name = "requests", description = "Shows the log of its requests.", mixinStandardHelpOptions = true)
    int requests(@Mixin OutputOptions output) {
        Console console = output.console();
        JsonNode told = running().requests();
        if (output.json()) {
            console.answer(told);
            return ExitCode.DONE;
        }
        Table table = new Table(console.style(), "TIME", "STATUS", "USER", "METHOD", "PATH", "FAULT");
        for (JsonNode request : told.path("requests")) {
            table.row(
                    request.path("time").asText(),
                    request.path("status").asText(),
                    request.path("login").asText(""),
                    request.path("method").asText(),
                    request.path("path").asText(),
                    request.path("fault").asText(""));
        }
        table.lines().forEach(console::say);
        return ExitCode.DONE;
    }

    private Sandbox running() {
        return new SandboxProcess(home)
                .running()
                .orElseThrow(() -> CommandFailure.failed(
                        "The sandbox is not running. 'slipway sandbox start' starts it; 'slipway demo --keep' leaves the"
                                + " demo's running."));
    }
}
