package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.run.SeatId;
import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.FailoverRules;
import dev.slipway.seat.PoolSteered;
import dev.slipway.seat.SeatState;
import dev.slipway.seat.SteerSeat;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import dev.slipway.starter.run.SeatPool;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway seat}. */
@Command(
        name = "seat",
        description = "Shows and steers agents' seats: the logins and keys under which they run.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SeatCommand {
    private static final String SEAT = "An agent's seat, as AGENT/SEAT.";

    @Command(
            name = "list",
            description = "Lists the seats that workers announced: billing, limits, blocks.",
            mixinStandardHelpOptions = true)
    int list(@Mixin OutputOptions output, @Mixin ServerOptions serverOptions) {
        Console console = output.console();
        try (Server server = serverOptions.connect(console)) {
            AgentPoolState pool = new SeatPool(server).state();
            if (output.json()) {
                console.answer(Json.of(pool.seats()));
                return ExitCode.DONE;
            }
            Table table = new Table(console.style(), "SEAT", "BILLING", "PROJECTS", "RUNS", "STATE");
            for (SeatState seat : pool.seats()) {
                table.row(
                        seat.seat().toString(),
                        word(seat.billing()),
                        seat.leases() + (seat.maxRuns() > 0 ? " of " + seat.maxRuns() : ""),
                        Long.toString(seat.uses()),
                        state(console, seat));
            }
            table.lines().forEach(console::say);
            if (pool.waiting() > 0) {
                console.say(pool.waiting() + " waiting for a seat, quota or budget");
            }
        }
        return ExitCode.DONE;
    }

    private static String state(Console console, SeatState seat) {
        String said = seat.said().isEmpty() ? "" : ": " + seat.said();
        return switch (seat.phase()) {
            case READY -> console.style().green("ready");
            case PROBING -> "one run tries whether it is well" + (seat.because() == null ? "" : ", after " + why(seat));
            case RAMPING -> "takes up its work again, a few at a time, after " + why(seat);
            case PARKED ->
                console.style().red("parked")
                        + (seat.until() == null
                                ? " until somebody resumes it"
                                : " until " + seat.until().truncatedTo(ChronoUnit.SECONDS))
                        + ", " + why(seat) + said;
            case BLOCKED -> console.style().red("blocked") + " by " + why(seat) + said;
        };
    }

    private static String why(SeatState seat) {
        if (seat.because() == null) {
            return "a limit";
        }
        return seat.because() == FailoverRules.Cause.BLOCKED ? "a person" : word(seat.because());
    }

    @Command(
            name = "block",
            description = "Starts no agent on a seat until it is unblocked; what runs is finished.",
            mixinStandardHelpOptions = true)
    int block(
            @Parameters(paramLabel = "AGENT/SEAT", description = SEAT) String seat,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the record.")
                    String reason,
            @Mixin OutputOptions output,
            @Mixin ServerOptions server) {
        return steer(seat, SteerSeat.Kind.BLOCK, reason, output, server);
    }

    @Command(
            name = "unblock",
            description = "Tries a seat again that was blocked by a person, or refused by its provider.",
            mixinStandardHelpOptions = true)
    int unblock(
            @Parameters(paramLabel = "AGENT/SEAT", description = SEAT) String seat,
            @Mixin OutputOptions output,
            @Mixin ServerOptions server) {
        return steer(seat, SteerSeat.Kind.UNBLOCK, "", output, server);
    }

    @Command(
            name = "resume",
            description = "Tries now whether a seat's limit is over: one run first, then the others.",
            mixinStandardHelpOptions = true)
    int resume(
            @Parameters(paramLabel = "AGENT/SEAT", description = SEAT) String seat,
            @Mixin OutputOptions output,
            @Mixin ServerOptions server) {
        return steer(seat, SteerSeat.Kind.RESUME, "", output, server);
    }

    private static int steer(
            String seat, SteerSeat.Kind kind, String reason, OutputOptions output, ServerOptions serverOptions) {
        Console console = output.console();
        SteerSeat asked = new SteerSeat(id(seat), kind, reason, System.getProperty("user.name", "somebody"));
        try (Server server = serverOptions.connect(console)) {
            PoolSteered answer = new SeatPool(server).ask(SteerSeat.UPDATE, asked);
            String text = "Seat " + seat + " " + answer.text() + ".";
            if (!answer.known()) {
                throw CommandFailure.wrongUsage(text);
            }
            if (output.json()) {
                console.answer(JsonNodeFactory.instance
                        .objectNode()
                        .put("seat", seat)
                        .put("changed", answer.changed())
                        .put("text", text));
            } else {
                console.say(text);
            }
        }
        return ExitCode.DONE;
    }

    private static SeatId id(String seat) {
        try {
            return SeatId.of(seat);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(e.getMessage());
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
