package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.account.AccountName;
import dev.slipway.account.UnblockAccount;
import dev.slipway.account.Unblocked;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.Targets;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.run.Wheel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway reset NAME}. */
@Command(
        name = "reset",
        description = {
            "Forgets that a project was done: the next 'slipway run' builds it again, in the same repository.",
            "With --account it forgets that an account was blocked."
        },
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A project's name, BATCH/NAME, or a workflow id.")
    private @Nullable String name;

    @Option(names = "--account", paramLabel = "NAME", description = "An account in the pool, instead of a project.")
    private @Nullable String account;

    @Override
    public Integer call() {
        if ((name == null) == (account == null)) {
            throw CommandFailure.wrongUsage("Name a project, or an account with --account.");
        }
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            if (account == null) {
                project(console, server);
            } else {
                account(console, server);
            }
        }
        return ExitCode.DONE;
    }

    private void project(Console console, Server server) {
        Visibility visibility = new Visibility(server);
        Target target = new Targets(visibility).project(name);
        if (target.open()) {
            throw CommandFailure.wrongUsage(target.shown() + " is " + BatchStatus.word(target.state())
                    + ". Only what is over can be forgotten: 'slipway cancel " + target.shown() + "' ends it.");
        }
        int runs = visibility.forget(target.workflowId());
        answer(
                console,
                target.workflowId(),
                true,
                target.shown() + " is forgotten, with " + (runs == 1 ? "its run" : "its " + runs + " runs")
                        + "; the next 'slipway run' builds it again. Its repository stays.");
    }

    private void account(Console console, Server server) {
        UnblockAccount asked = new UnblockAccount(accountName(account), System.getProperty("user.name", "somebody"));
        Unblocked answer = new Wheel(server)
                .ask(WorkflowIds.ACCOUNT_POOL, "the account pool", UnblockAccount.UPDATE, Unblocked.class, asked);
        String text = "Account " + account + " " + answer.text() + ".";
        if (!answer.known()) {
            throw CommandFailure.wrongUsage(text);
        }
        answer(console, account, answer.changed(), text);
    }

    private static AccountName accountName(String text) {
        try {
            return AccountName.of(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(e.getMessage());
        }
    }

    private void answer(Console console, String what, boolean changed, String text) {
        if (output.json()) {
            console.answer(JsonNodeFactory.instance
                    .objectNode()
                    .put("reset", what)
                    .put("changed", changed)
                    .put("text", text));
        } else {
            console.say(text);
        }
    }
}
