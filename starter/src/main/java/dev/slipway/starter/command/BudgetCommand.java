package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.MeterState;
import dev.slipway.seat.PoolSteered;
import dev.slipway.seat.SetBudget;
import dev.slipway.seat.Unit;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.run.SeatPool;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway budget}. */
@Command(
        name = "budget",
        description = "Shows budgets and windows, and sets budgets while work runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BudgetCommand {
    private static final int MOST_DIGITS = 12;

    @Command(
            name = "show",
            description = "Shows each budget and window: used, reserved for what runs, left, when it is empty again.",
            mixinStandardHelpOptions = true)
    int show(@Mixin OutputOptions output, @Mixin ServerOptions serverOptions) {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            AgentPoolState pool = new SeatPool(server).state();
            if (output.json()) {
                console.answer(Json.of(pool.meters()));
                return ExitCode.DONE;
            }
            Table table = new Table(
                    console.style(), "BUDGET", "CAP", "USED", "RESERVED", "LEFT", "RESETS", "EXHAUSTED", "SET BY");
            for (MeterState meter : pool.meters()) {
                table.row(
                        meter.name(),
                        meter.cap() == null ? "none" : amount(meter.unit(), meter.cap()),
                        amount(meter.unit(), meter.used()),
                        amount(meter.unit(), meter.reserved()),
                        meter.left() == null ? "" : amount(meter.unit(), meter.left()),
                        meter.resetsAt() == null ? "" : meter.resetsAt().toString(),
                        meter.forecast() == null ? "" : meter.forecast().toString(),
                        meter.setBy() == null ? "" : meter.setBy());
            }
            table.lines().forEach(console::say);
            if (pool.waiting() > 0) {
                console.say(pool.waiting() + " waiting for a seat, quota or budget");
            }
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "set",
            description = "Sets a budget while work runs; what waits for it goes on where it was raised.",
            mixinStandardHelpOptions = true)
    int set(
            @Parameters(
                            paramLabel = "BUDGET",
                            description = "usd/day, usd/month, tokens/reserve, usd/batch/NAME, tokens/batch/NAME,"
                                    + " usd/project/BATCH/NAME or tokens/project/BATCH/NAME.")
                    String budget,
            @Parameters(
                            paramLabel = "AMOUNT",
                            description = "Dollars or tokens; 'none' for no cap; 'configured' for what configuration"
                                    + " says.")
                    String amount,
            @Mixin OutputOptions output,
            @Mixin ServerOptions serverOptions) {
        Console console = output.console();
        boolean configured = amount.equals("configured");
        SetBudget asked = new SetBudget(
                budget,
                configured || amount.equals("none") ? null : parsed(amount),
                configured,
                System.getProperty("user.name", "somebody"));
        try (Server server = serverOptions.connect(console)) {
            PoolSteered answer = new SeatPool(server).ask(SetBudget.UPDATE, asked);
            String text = budget + " " + answer.text() + ".";
            if (!answer.known()) {
                throw CommandFailure.wrongUsage(text);
            }
            if (output.json()) {
                console.answer(JsonNodeFactory.instance
                        .objectNode()
                        .put("budget", budget)
                        .put("changed", answer.changed())
                        .put("text", text));
            } else {
                console.say(text);
            }
        }
        return ExitCode.DONE;
    }

    private static BigDecimal parsed(String amount) {
        try {
            BigDecimal parsed = amount.length() > MOST_DIGITS ? null : new BigDecimal(amount);
            if (parsed != null && parsed.signum() >= 0) {
                return parsed;
            }
        } catch (NumberFormatException e) {
            throw wrong(amount);
        }
        throw wrong(amount);
    }

    private static CommandFailure wrong(String amount) {
        return CommandFailure.wrongUsage(
                "'" + amount + "' is no amount. Write a number such as 75 or 12.50, 'none' or 'configured'.");
    }

    /** Cents, and whole tokens. */
    static String amount(Unit unit, @Nullable BigDecimal amount) {
        if (amount == null) {
            return "";
        }
        return unit == Unit.USD
                ? "$" + amount.setScale(2, RoundingMode.HALF_UP).toPlainString()
                : amount.setScale(0, RoundingMode.HALF_UP).toPlainString();
    }
}
