package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.bench.Benchmark;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway bench}. */
@Command(
        name = "bench",
        description = {
            "Measures one figure on this machine, with a stack of its own, and says whether it reaches its bar:",
            "chaos-50, kill-recovery, repeated-work, server-outage, efficiency-2, efficiency-10, etag, memory, principals,"
                    + " principals-lost, thousand, session-limit, budget-cap, pause-all, pools."
        },
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output;

    @Mixin
    private InstallationOptions installation;

    @Parameters(paramLabel = "NAME", description = "Which figure.")
    private String name;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Decides which kills and faults there are; ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--projects",
            paramLabel = "N",
            description =
                    "etag, memory, principals, principals-lost, thousand, session-limit, pause-all and pools: so many"
                            + " instead of those that the bar names."
                            + " The others have a number of their own.")
    private @Nullable Integer projects;

    BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Benchmark bench = Benchmark.named(name);
        if (projects != null && (projects < 1 || projects > 10_000)) {
            throw CommandFailure.wrongUsage("--projects " + projects + ": 1 to 10000 is needed.");
        }
        Benchmark.Measured measured = bench.measure(new Benchmark.Stage(
                surroundings.home(),
                surroundings.environment(),
                console,
                installation.installation().temporal(),
                seed,
                projects));
        Benchmark.Figure figure = measured.figure();
        if (console.json()) {
            ObjectNode json = measured.json();
            json.put("bench", bench.word())
                    .put("figure", figure.value())
                    .put("met", figure.met())
                    .put("processors", Runtime.getRuntime().availableProcessors());
            console.answer(json);
        }
        console.say("Bar: " + bench.bar());
        console.say(console.style().bold((figure.met() ? "Reached: " : "Missed: ") + figure.said()));
        return figure.met() ? ExitCode.DONE : ExitCode.WORK_FAILED;
    }
}
