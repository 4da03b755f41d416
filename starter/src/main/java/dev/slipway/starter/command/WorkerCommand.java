package dev.slipway.starter.command;

import dev.slipway.account.AccountPoolState;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.engine.Engine;
import dev.slipway.starter.engine.Engines;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.process.JavaProgram;
import dev.slipway.starter.run.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway worker}: runs one in the foreground. */
@Command(
        name = "worker",
        description = "Runs a worker in the foreground; Ctrl-C lets it finish its steps and ends it.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Option(names = "--roles", paramLabel = "ROLES", description = "Of workflows,github,work; all if not given.")
    private @Nullable String roles;

    @Option(names = "--slots", paramLabel = "N", description = "Workspaces at a time; by the machine if not given.")
    private @Nullable Integer slots;

    @Option(names = "--no-isolation", description = "Run agents and builds without bubblewrap.")
    private boolean noIsolation;

    @Option(names = "--ready-file", paramLabel = "FILE", description = "Written when it polls.")
    private @Nullable Path readyFile;

    WorkerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = output.console();
        Engine engine = new Engines(surroundings.home(), surroundings.environment(), console)
                .existing(installation.installation().temporal())
                .orElseThrow(() -> CommandFailure.outOfReach("No Temporal server: temporal.address is not set, and no"
                        + " local one runs. 'slipway engine start' starts one."));
        Server.connect(engine, installation.installation().temporal(), surroundings.environment())
                .close();
        ProcessBuilder worker =
                new ProcessBuilder(JavaProgram.ofModule("worker").command(arguments()));
        worker.environment().put("SLIPWAY_TEMPORAL_ADDRESS", engine.address());
        worker.environment().put("SLIPWAY_TEMPORAL_NAMESPACE", engine.namespace());
        Process process = worker.inheritIO().start();
        // A Ctrl-C reaches the worker too, since it is of the same terminal; a SIGTERM to this process would not.
        Thread passOn = new Thread(() -> {
            process.destroy();
            process.onExit().join();
        });
        Runtime.getRuntime().addShutdownHook(passOn);
        return switch (process.waitFor()) {
            case ExitCode.DONE -> ExitCode.DONE;
            case ExitCode.WRONG_USAGE -> ExitCode.WRONG_USAGE;
            default -> ExitCode.WORK_FAILED;
        };
    }

    private String[] arguments() {
        List<String> arguments = new ArrayList<>();
        installation.files().forEach(file -> arguments.addAll(List.of("--config", file.toString())));
        if (roles != null) {
            arguments.addAll(List.of("--roles", roles));
        }
        if (slots != null) {
            arguments.addAll(List.of("--slots", slots.toString()));
        }
        if (noIsolation) {
            arguments.add("--no-isolation");
        }
        if (readyFile != null) {
            arguments.addAll(List.of(
                    "--ready-file", surroundings.directory().resolve(readyFile).toString()));
        }
        return arguments.toArray(String[]::new);
    }

    @Command(
            name = "list",
            description = "Lists the workers that announced themselves.",
            mixinStandardHelpOptions = true)
    int list(@Mixin OutputOptions listOutput, @Mixin ServerOptions serverOptions) {
        Console console = listOutput.console();
        try (Server server = serverOptions.connect(console)) {
            Optional<AccountPoolState> pool = new Pool(server).state(PATIENCE);
            List<WorkerState> workers = pool.map(AccountPoolState::workers).orElse(List.of());
            if (listOutput.json()) {
                console.answer(Json.of(workers));
                return ExitCode.DONE;
            }
            if (workers.isEmpty()) {
                console.say("No worker answers. 'slipway up' or 'slipway worker' starts one.");
                return ExitCode.DONE;
            }
            Table table =
                    new Table(console.style(), "HOST", "MACHINE", "SLOTS", "ISOLATED", "AGENTS", "SEEN", "TOOLCHAINS");
            for (WorkerState worker : workers) {
                WorkerAnnouncement said = worker.announcement();
                table.row(
                        said.host().value(),
                        said.hostname(),
                        Integer.toString(said.slots()),
                        said.isolated() ? "yes" : console.style().yellow("no"),
                        said.agents().stream().map(Object::toString).collect(Collectors.joining(",")),
                        Elapsed.of(Duration.between(worker.seenAt(), Instant.now())) + " ago",
                        said.toolchains().stream().map(Object::toString).collect(Collectors.joining(",")));
            }
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }
}
