package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.account.AccountName;
import dev.slipway.account.UnblockAccount;
import dev.slipway.account.Unblocked;
import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerReader;
import dev.slipway.activities.ledger.LedgerTroubleException;
import dev.slipway.change.Steered;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.WorkflowIds;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.ProjectRow;
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
                .map(project -> forget(visibility, server, project))
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

    private Answer forget(Visibility visibility, Server server, Target project) {
        if (project.open()) {
            return Answer.refused(
                    project,
                    "is " + BatchStatus.word(project.state()) + ". Only what is over can be forgotten: 'slipway cancel "
                            + project.shown() + "' ends it");
        }
        String repository = visibility
                .project(project.workflowId())
                .map(ProjectRow::repository)
                .orElse("");
        boolean remembered = repository.isEmpty() || remembers(server, project.workflowId(), repository);
        int runs = visibility.forget(project.workflowId());
        return new Answer(
                project,
                new Steered(
                        true,
                        "is forgotten, and " + (runs == 1 ? "its run" : "its " + runs + " runs")
                                + " deleted from Temporal; the next 'slipway run' builds it again"
                                + (repository.isEmpty() ? "" : " in " + repository)
                                + ". Its repository, pull request and artifacts stay"
                                + (remembered
                                        ? ""
                                        : ". No ledger here knows where that is: add 'owner: "
                                                + RepositoryId.of(repository).owner()
                                                + "' to it, or another account may make a second one"),
                        project.state()),
                "");
    }

    /** Whether the batch that builds it again will find in the ledger who owns its repository. */
    private boolean remembers(Server server, String workflowId, String repository) {
        try (Ledger ledger = serverOptions.ledger(server.engine())) {
            return ledger.exists()
                    && new LedgerReader(ledger)
                            .repository(workflowId)
                            .filter(repository::equals)
                            .isPresent();
        } catch (LedgerTroubleException | ConfigurationException away) {
            return false;
        }
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
