package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.agent.WorkCategory;
import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.MeterState;
import dev.slipway.seat.PoolSteered;
import dev.slipway.seat.SetWindow;
import dev.slipway.seat.WindowRule;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.SeatPool;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway budget window}. */
@Command(
        name = "window",
        description = "Sets a category's windows while work runs; what is not named stays as it is.",
        mixinStandardHelpOptions = true)
final class WindowCommand implements Callable<Integer> {
    private static final String NONE = "none";
    private static final String CONFIGURED = "configured";

    @Parameters(
            index = "0",
            paramLabel = "CATEGORY",
            description = "development, testing, deployment, analysis or maintenance.")
    private String category;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "configured",
            description = "'configured': what configuration says holds again.")
    private @Nullable String word;

    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "Tokens, or 'none' for no bound.")
    private @Nullable String tokensMinute;

    @Option(names = "--tokens-per-hour", paramLabel = "N", description = "Tokens, or 'none'.")
    private @Nullable String tokensHour;

    @Option(names = "--tokens-per-day", paramLabel = "N", description = "Tokens, or 'none'.")
    private @Nullable String tokensDay;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "Agents that are started, or 'none'.")
    private @Nullable String runsMinute;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Override
    public Integer call() {
        WorkCategory of = category();
        checkWhatIsAsked();
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            SeatPool pool = new SeatPool(server);
            WindowRule rule = word == null ? changed(pool.state(), of) : null;
            PoolSteered answer =
                    pool.ask(SetWindow.UPDATE, new SetWindow(of, rule, System.getProperty("user.name", "somebody")));
            String text = "window/" + of.name().toLowerCase(Locale.ROOT) + " " + answer.text() + ".";
            if (!answer.known()) {
                throw CommandFailure.wrongUsage(text);
            }
            if (output.json()) {
                console.answer(JsonNodeFactory.instance
                        .objectNode()
                        .put("window", of.name().toLowerCase(Locale.ROOT))
                        .put("changed", answer.changed())
                        .put("text", text));
            } else {
                console.say(text);
            }
        }
        return ExitCode.DONE;
    }

    private WorkCategory category() {
        return Arrays.stream(WorkCategory.values())
                .filter(one -> one.name().equalsIgnoreCase(category))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongUsage("'" + category + "' is no category. There are "
                        + Arrays.stream(WorkCategory.values())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    /** Before anybody is asked to connect. */
    private void checkWhatIsAsked() {
        List<String> bounds = Stream.of(tokensMinute, tokensHour, tokensDay, runsMinute)
                .filter(Objects::nonNull)
                .toList();
        bounds.forEach(WindowCommand::bound);
        if (word != null && !word.equals(CONFIGURED)) {
            throw CommandFailure.wrongUsage("'" + word + "' says nothing here. 'configured' does.");
        }
        if (bounds.isEmpty() == (word == null)) {
            throw CommandFailure.wrongUsage("Say what is to change: --tokens-per-minute, --tokens-per-hour,"
                    + " --tokens-per-day, --requests-per-minute, each with a number or 'none'; or 'configured'.");
        }
    }

    private WindowRule changed(AgentPoolState now, WorkCategory of) {
        String prefix = "window/" + of.name().toLowerCase(Locale.ROOT) + "/";
        return new WindowRule(
                tokensMinute == null ? cap(now, prefix + "minute") : bound(tokensMinute),
                tokensHour == null ? cap(now, prefix + "hour") : bound(tokensHour),
                tokensDay == null ? cap(now, prefix + "day") : bound(tokensDay),
                runsMinute == null ? cap(now, prefix + "runs a minute") : bound(runsMinute));
    }

    private static @Nullable Long cap(AgentPoolState now, String name) {
        return now.meters().stream()
                .filter(meter -> meter.name().equals(name))
                .map(MeterState::cap)
                .filter(Objects::nonNull)
                .map(cap -> cap.longValue())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Long bound(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return (long) number;
            }
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static CommandFailure wrong(String text) {
        return CommandFailure.wrongUsage(
                "'" + text + "' is no bound. Write a whole number from 1 to " + Integer.MAX_VALUE + ", or 'none'.");
    }
}
