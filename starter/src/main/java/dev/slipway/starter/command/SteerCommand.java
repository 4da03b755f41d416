package dev.slipway.starter.command;

import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.RunAgain;
import dev.slipway.starter.run.SteeringRound;
import dev.slipway.starter.run.Targets;
import dev.slipway.starter.run.Visibility;
import dev.slipway.starter.run.Wheel;
import dev.slipway.starter.run.Wheel.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people ask of projects and batches that are open. Says what changed; refuses what makes no sense, with the reason. */
abstract class SteerCommand implements Callable<Integer> {
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

    private final Kind kind;

    SteerCommand(Kind kind) {
        this.kind = kind;
    }

    /** {@code slipway pause NAME}. */
    @Command(
            name = "pause",
            description =
                    "Pauses a project after its running step, or a batch: it starts no more and pauses its projects.",
            mixinStandardHelpOptions = true)
    static final class Pause extends SteerCommand {
        @Option(
                names = "--now",
                description = "Stop the running agent or build; the agent goes on with its session later.")
        private boolean now;

        Pause() {
            super(Kind.PAUSE);
        }

        @Override
        Steering asked(String by) {
            return new Steering(Kind.PAUSE, by, now, null);
        }
    }

    /** {@code slipway resume NAME}. */
    @Command(name = "resume", description = "Lets a paused project or batch go on.", mixinStandardHelpOptions = true)
    static final class Resume extends SteerCommand {
        Resume() {
            super(Kind.RESUME);
        }
    }

    /** {@code slipway retry NAME}. */
    @Command(
            name = "retry",
            description = {
                "Lets a project that needs attention try again, with fresh attempts.",
                "One that failed or was cancelled runs again from the step in which it stopped; of a batch, all such"
                        + " projects."
            },
            mixinStandardHelpOptions = true)
    static final class Retry extends SteerCommand {
        @Option(
                names = "--from",
                paramLabel = "STEP",
                description =
                        "Go back to this step: generate, tests, optimise, verify, push, pull-request, merge or deploy.")
        private @Nullable String from;

        Retry() {
            super(Kind.RETRY);
        }

        @Override
        Steering asked(String by) {
            return new Steering(Kind.RETRY, by, false, from == null ? null : step(from));
        }

        private static Step step(String word) {
            return Arrays.stream(Step.values())
                    .filter(Step::isWork)
                    .filter(step -> step.name().replace('_', '-').equalsIgnoreCase(word.replace('_', '-')))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.wrongUsage("There is no step '" + word
                            + "' to go back to. There are: generate, tests, optimise, verify, push, pull-request,"
                            + " merge, deploy."));
        }
    }

    /** {@code slipway skip NAME}. */
    @Command(
            name = "skip",
            description = "Leaves a project that needs attention as it is; its batch goes on without it.",
            mixinStandardHelpOptions = true)
    static final class Skip extends SteerCommand {
        Skip() {
            super(Kind.SKIP);
        }
    }

    /** {@code slipway abandon NAME}. */
    @Command(
            name = "abandon",
            description = "Gives up a project that needs attention; it fails and is cleaned up.",
            mixinStandardHelpOptions = true)
    static final class Abandon extends SteerCommand {
        Abandon() {
            super(Kind.ABANDON);
        }
    }

    Steering asked(String by) {
        return new Steering(kind, by);
    }

    @Override
    public Integer call() {
        if (all == (name != null)) {
            throw CommandFailure.wrongUsage("Name a project or a batch, or say --all.");
        }
        Console console = output.console();
        Steering asked = asked(System.getProperty("user.name", "somebody"));
        try (Server server = serverOptions.connect(console)) {
            Targets targets = new Targets(new Visibility(server));
            Wheel wheel = new Wheel(server);
            RunAgain again = new RunAgain(server, targets, wheel);
            SteeringRound round = new SteeringRound(targets, wheel, again, asked);
            List<Answer> answers = all ? round.everything() : round.of(targets.named(name, batch));
            if (!again.started().isEmpty()) {
                new DecisionNotes(console, serverOptions.ledger(server.engine()))
                        .write(asked.by(), "retry", again.started());
            }
            return Answers.tell(console, output.json(), answers);
        }
    }
}
