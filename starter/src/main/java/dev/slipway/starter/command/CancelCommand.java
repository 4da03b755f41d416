package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.change.Cancellation;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.Targets;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Visibility;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway cancel NAME}. */
@Command(
        name = "cancel",
        description =
                "Cancels a project, or with --batch a whole batch, and removes its workspace. What was pushed stays.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(paramLabel = "NAME", description = "A project's name, BATCH/NAME, a workflow id, or a batch's name.")
    private String name;

    @Option(names = "--batch", description = "NAME is a batch's name.")
    private boolean batch;

    @Option(
            names = "--keep-workspace",
            description = "Keep files and checkpoint, so that 'slipway retry' goes on from there.")
    private boolean keepWorkspace;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            Target target = new Targets(new Visibility(server)).named(name, batch);
            String id = target.workflowId();
            if (!target.open()) {
                throw CommandFailure.wrongUsage(id + " is over already: " + BatchStatus.word(target.state()) + ".");
            }
            server.client()
                    .newUntypedWorkflowStub(id)
                    .cancel(new Cancellation(System.getProperty("user.name", "somebody"), keepWorkspace).reason());
            if (output.json()) {
                console.answer(JsonNodeFactory.instance.objectNode().put("cancelling", id));
            } else {
                console.say("Cancelling " + id + "; 'slipway status' shows when it is over.");
            }
        }
        return ExitCode.DONE;
    }
}
