package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.InstallationReport;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.machine.Preflight;
import dev.slipway.starter.machine.Toolbox;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.stack.LocalStack;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway up}: the local stack, in the background. */
@Command(
        name = "up",
        description = {
            "Starts the local stack in the background: a Temporal server, unless one is",
            "configured, and a worker. What was there before goes on."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Worker processes; ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--no-isolation", description = "Run agents and builds without bubblewrap.")
    private boolean noIsolation;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (workers < 0 || workers > 64) {
            throw CommandFailure.wrongUsage("--workers " + workers + ": 0 to 64 is needed.");
        }
        Console console = output.console();
        InstallationReport report = installation.report(List.of(), Target.GITHUB);
        report.warnings().forEach(console::warn);
        if (workers > 0) {
            check(console, report);
        }
        UserStack stack = new UserStack(surroundings, console);
        try (Server server = stack.ensureServer(report.installation().temporal())) {
            stack.ensureWorkers(workers, server.engine(), installation.files(), noIsolation);
            tell(console, server.engine());
        }
        return ExitCode.DONE;
    }

    private void check(Console console, InstallationReport report) {
        Preflight preflight = new Preflight(
                report,
                new Toolbox(surroundings.home(), surroundings.environment(), console),
                surroundings.environment());
        Optional<String> isolation = preflight.isolation(noIsolation);
        if (!report.missingSecrets().isEmpty() || isolation.isPresent()) {
            List<String> problems = new java.util.ArrayList<>(report.missingSecrets());
            isolation.ifPresent(problems::add);
            throw CommandFailure.wrongUsage(problems);
        }
    }

    private void tell(Console console, Engine engine) {
        LocalStack local = new LocalStack(surroundings.home(), console);
        if (output.json()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.putObject("server")
                    .put("kind", engine.kind().word())
                    .put("address", engine.address())
                    .put("namespace", engine.namespace())
                    .put("webUi", engine.webUi());
            ArrayNode processes = answer.putArray("processes");
            local.running()
                    .forEach(process -> processes
                            .addObject()
                            .put("name", process.name())
                            .put("pid", process.pid())
                            .put("log", process.details().getOrDefault("log", "")));
            console.answer(answer);
        } else {
            local.running()
                    .forEach(process -> console.say("  " + process.name() + ", process " + process.pid() + ", log "
                            + process.details().getOrDefault("log", "-")));
            console.say("Up. 'slipway down' stops it; its data stays.");
        }
    }
}
