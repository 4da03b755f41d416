package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.change.Choice;
import dev.slipway.change.Chosen;
import dev.slipway.run.RunState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Visibility;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What people choose for a project that needs attention. */
abstract class ChoiceCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Mixin
    private ProjectOptions project;

    private final Choice choice;
    private final String done;

    private ChoiceCommand(Choice choice, String done) {
        this.choice = choice;
        this.done = done;
    }

    /** {@code slipway retry NAME}. */
    @Command(
            name = "retry",
            description = "Lets a project that needs attention try again, with fresh attempts.",
            mixinStandardHelpOptions = true)
    static final class Retry extends ChoiceCommand {
        Retry() {
            super(Choice.RETRY, "tries again");
        }
    }

    /** {@code slipway skip NAME}. */
    @Command(
            name = "skip",
            description = "Leaves a project that needs attention as it is; its batch goes on without it.",
            mixinStandardHelpOptions = true)
    static final class Skip extends ChoiceCommand {
        Skip() {
            super(Choice.SKIP, "is skipped");
        }
    }

    /** {@code slipway abandon NAME}. */
    @Command(
            name = "abandon",
            description = "Gives up a project that needs attention; it fails and is cleaned up.",
            mixinStandardHelpOptions = true)
    static final class Abandon extends ChoiceCommand {
        Abandon() {
            super(Choice.ABANDON, "is given up");
        }
    }

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            ProjectRow row = project.find(new Visibility(server));
            String name = NameResolution.shown(row.workflowId());
            if (row.state() != RunState.NEEDS_ATTENTION) {
                throw CommandFailure.wrongUsage(name + " is " + BatchStatus.word(row.state())
                        + "; only a project that needs attention waits for a choice."
                        + (row.state().closed() ? " 'slipway run --project " + row.name() + "' runs it again." : ""));
            }
            server.client()
                    .newUntypedWorkflowStub(row.workflowId())
                    .signal("choose", new Chosen(choice, System.getProperty("user.name", "somebody")));
            if (output.json()) {
                console.answer(JsonNodeFactory.instance
                        .objectNode()
                        .put("workflowId", row.workflowId())
                        .put("choice", choice.name()));
            } else {
                console.say(name + " " + done + ".");
            }
        }
        return ExitCode.DONE;
    }
}
