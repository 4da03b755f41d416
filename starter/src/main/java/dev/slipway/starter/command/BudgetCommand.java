package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.seat.Amounts;
import dev.slipway.seat.PoolSteered;
import dev.slipway.seat.SetBudget;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.SeatPool;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway budget}. */
@Command(
        name = "budget",
        description = "Sets budgets and windows while work runs; 'slipway usage' shows them.",
        subcommands = WindowCommand.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class BudgetCommand {
    @Command(
            name = "set",
            description = "Sets a budget while work runs; what waits for it goes on where it was raised.",
            mixinStandardHelpOptions = true)
    int set(
            @Parameters(
                            paramLabel = "BUDGET",
                            description = "usd/day, usd/month, tokens/reserve, usd/batch/NAME, tokens/batch/NAME,"
                                    + " usd/project/BATCH/NAME or tokens/project/BATCH/NAME; usd/task/NAME and"
                                    + " tokens/task/NAME hold when there are tasks.")
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
        return Amounts.plain(amount).orElseThrow(() -> wrong(amount));
    }

    private static CommandFailure wrong(String amount) {
        return CommandFailure.wrongUsage(
                "'" + amount + "' is no amount. Write a number such as 75 or 12.50, 'none' or 'configured'.");
    }
}
