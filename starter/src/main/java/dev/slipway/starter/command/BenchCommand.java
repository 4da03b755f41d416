package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.bench.Bench;
import dev.slipway.starter.demo.Demo;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchResult;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway bench}. */
@Command(
        name = "bench",
        description = {
            "Measures one figure on this machine, with a stack of its own, and says whether it reaches its bar:",
            "chaos-50, kill-recovery, server-outage, efficiency-2, efficiency-10."
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

    BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Bench bench = Arrays.stream(Bench.values())
                .filter(known -> known.word().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no bench '" + name + "'. There are "
                        + Arrays.stream(Bench.values()).map(Bench::word).collect(Collectors.joining(", ")) + "."));
        BatchResult result = new Demo(surroundings.home(), surroundings.environment(), console)
                .measure(bench.request(seed), installation.installation().temporal());
        Bench.Figure figure = bench.figure(result);
        if (console.json()) {
            ObjectNode json = result.json();
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
