package dev.slipway.starter.command;

import dev.slipway.change.Cancellation;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.Cancelling;
import dev.slipway.starter.run.Targets;
import dev.slipway.starter.run.Visibility;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway cancel NAME}. */
@Command(
        name = "cancel",
        description =
                "Cancels a project, or a whole batch, and removes its workspace and checkpoint. What was pushed stays.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A project's name, BATCH/NAME, a workflow id, or a batch's name.")
    private @Nullable String name;

    @Option(names = "--batch", description = "NAME is a batch's name.")
    private boolean batch;

    @Option(names = "--all", description = "All batches and projects that are open.")
    private boolean all;

    @Option(
            names = "--keep-workspace",
            description = "Keep files and checkpoint, so that 'slipway retry' goes on from there.")
    private boolean keepWorkspace;

    @Override
    public Integer call() {
        if (all == (name != null)) {
            throw CommandFailure.wrongUsage("Name a project or a batch, or say --all.");
        }
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Targets targets = new Targets(new Visibility(server));
            Cancelling cancelling = new Cancelling(
                    server, targets, new Cancellation(System.getProperty("user.name", "somebody"), keepWorkspace));
            return Answers.tell(
                    console, output.json(), all ? cancelling.everything() : cancelling.of(targets.named(name, batch)));
        }
    }
}
