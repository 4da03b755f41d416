package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A figure that one command measures, and the bar that it has to reach. */
public sealed interface Benchmark
        permits Bench,
                BudgetCapBench,
                EfficiencyBench,
                EtagBench,
                MemoryBench,
                PauseAllBench,
                PoolBench,
                PrincipalsBench,
                SessionLimitBench,
                ThousandBench {
    /** As it is asked for on the command line. */
    String word();

    /** What is wanted, for people. */
    String bar();

    /** Measures it with a stack of its own, which is ended with it. */
    Measured measure(Stage stage);

    /**
     * Where and how it is measured.
     *
     * @param temporal its address, if it is set: then that server is used
     * @param seed of kills and faults
     * @param projects so many instead of those that the bar names; null: as the bar says
     */
    record Stage(
            SlipwayHome home,
            Map<String, String> environment,
            Console console,
            TemporalSettings temporal,
            long seed,
            @Nullable Integer projects) {}

    /**
     * What was measured.
     *
     * @param value in the unit that the bar has
     * @param met whether it reaches the bar
     * @param said for people
     */
    record Figure(double value, boolean met, String said) {}

    /** @param json all that belongs to the figure */
    record Measured(Figure figure, ObjectNode json) {}

    /** All there are. */
    static List<Benchmark> all() {
        List<Benchmark> all = new ArrayList<>(List.of(Bench.values()));
        all.add(EfficiencyBench.SHORT_RUNS);
        all.add(EfficiencyBench.LONG_RUNS);
        all.add(new EtagBench());
        all.add(new MemoryBench());
        all.add(PrincipalsBench.ALL_WELL);
        all.add(PrincipalsBench.TWO_LOST);
        all.add(new ThousandBench());
        all.add(new SessionLimitBench());
        all.add(new BudgetCapBench());
        all.add(new PauseAllBench());
        all.add(new PoolBench());
        return all;
    }

    /**
     * The one of that name.
     *
     * @throws CommandFailure wrong usage when there is none
     */
    static Benchmark named(String word) {
        return all().stream()
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no bench '" + word + "'. There are "
                        + all().stream().map(Benchmark::word).collect(Collectors.joining(", ")) + "."));
    }
}
