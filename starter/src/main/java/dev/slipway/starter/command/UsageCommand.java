package dev.slipway.starter.command;

import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.MeterState;
import dev.slipway.seat.Unit;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.run.SeatPool;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway usage}. */
@Command(
        name = "usage",
        description =
                "Shows each budget and window: cap, used, reserved for what runs, left, when it is empty again, and"
                        + " when it is exhausted if it goes on like this.",
        mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            AgentPoolState pool = new SeatPool(server).state();
            if (output.json()) {
                console.answer(Json.of(pool.meters()));
                return ExitCode.DONE;
            }
            Table table = new Table(
                    console.style(), "NAME", "CAP", "USED", "RESERVED", "LEFT", "RESETS AT", "EXHAUSTED AT", "SET BY");
            for (MeterState meter : pool.meters()) {
                table.row(
                        meter.name(),
                        meter.cap() == null ? "none" : amount(meter.unit(), meter.cap()),
                        amount(meter.unit(), meter.used()),
                        amount(meter.unit(), meter.reserved()),
                        amount(meter.unit(), meter.left()),
                        at(meter.resetsAt()),
                        at(meter.forecast()),
                        meter.setBy() == null ? "" : meter.setBy());
            }
            table.lines().forEach(console::say);
            if (pool.waiting() > 0) {
                console.say(pool.waiting() + " waiting for a seat, quota or budget");
            }
        }
        return ExitCode.DONE;
    }

    private static String at(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Cents, and whole tokens. */
    private static String amount(Unit unit, @Nullable BigDecimal amount) {
        if (amount == null) {
            return "";
        }
        return unit == Unit.USD
                ? "$" + amount.setScale(2, RoundingMode.HALF_UP).toPlainString()
                : amount.setScale(0, RoundingMode.HALF_UP).toPlainString();
    }
}
