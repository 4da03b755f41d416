package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.account.AccountName;
import dev.slipway.account.UnblockAccount;
import dev.slipway.account.Unblocked;
import dev.slipway.change.Steered;
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
import dev.slipway.starter.run.Wheel.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway reset NAME}. */
@Command(
        name = "reset",
        description = {
            "Forgets that a project was done, or all projects of a batch: the next 'slipway run' builds them again, in",
            "the same repositories. Their runs are deleted from Temporal, with what 'show' and 'logs' tell of them.",
            "With --account it forgets that an account was blocked."
        },
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
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

    @Option(names = "--all", description = "All projects that are over.")
    private boolean all;

    @Option(names = "--account", paramLabel = "NAME", description = "An account in the pool, instead of a project.")
    private @Nullable String account;

    @Override
    public Integer call() {
        if (Stream.of(name != null, account != null, all).filter(said -> said).count() != 1) {
            throw CommandFailure.wrongUsage("Name a project or a batch, or an account with --account, or say --all.");
        }
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            if (account == null) {
                return projects(console, server);
            }
            account(console, server);
        }
        return ExitCode.DONE;
    }

    private int projects(Console console, Server server) {
        Visibility visibility = new Visibility(server);
        Targets targets = new Targets(visibility);
        Target named = all ? null : targets.named(name, batch);
        List<Target> projects = named == null
                ? visibility.projects().stream().map(Target::of).toList()
                : named.batch() ? targets.projectsOf(named) : List.of(named);
        boolean several = named == null || named.batch();
        List<Answer> answers = projects.stream()
                .filter(project -> !several || !project.open())
                .map(project -> forget(visibility, project))
                .toList();
        new DecisionNotes(console, serverOptions.ledger(server.engine()))
                .write(
                        System.getProperty("user.name", "somebody"),
                        "reset",
                        answers.stream()
                                .filter(answer -> answer.steered() != null)
                                .map(answer -> answer.target().workflowId())
                                .toList());
        return Answers.tell(console, output.json(), answers);
    }

    private static Answer forget(Visibility visibility, Target project) {
        if (project.open()) {
            return Answer.refused(
                    project,
                    "is " + BatchStatus.word(project.state()) + ". Only what is over can be forgotten: 'slipway cancel "
                            + project.shown() + "' ends it");
        }
        int runs = visibility.forget(project.workflowId());
        return new Answer(
                project,
                new Steered(
                        true,
                        "is forgotten, and " + (runs == 1 ? "its run" : "its " + runs + " runs")
                                + " deleted from Temporal; the next 'slipway run' builds it again. Its repository, pull"
                                + " request and artifacts stay",
                        project.state()),
                "");
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
