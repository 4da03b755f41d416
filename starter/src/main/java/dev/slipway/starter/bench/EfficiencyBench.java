package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.run.BatchResult;
import java.util.Locale;

/**
 * How much of the slots' time agents use, on two workers. Measured twice on one stack: with workers that were only just
 * started, whose code the JVM has yet to compile, and again as it goes on for a worker that runs for days. The bar is
 * about the second; both are told.
 */
public final class EfficiencyBench implements Benchmark {
    static final EfficiencyBench SHORT_RUNS = new EfficiencyBench(40, 2, 0.65);
    static final EfficiencyBench LONG_RUNS = new EfficiencyBench(24, 10, 0.9);

    private static final int WORKERS = 2;
    private static final int SLOTS_EACH = 4;

    private final int projects;
    private final int agentSeconds;
    private final double wanted;

    private EfficiencyBench(int projects, int agentSeconds, double wanted) {
        this.projects = projects;
        this.agentSeconds = agentSeconds;
        this.wanted = wanted;
    }

    @Override
    public String word() {
        return "efficiency-" + agentSeconds;
    }

    @Override
    public String bar() {
        return "%d projects, agents of %d s, %d slots on two workers, warm: efficiency >= %s"
                .formatted(projects, agentSeconds, WORKERS * SLOTS_EACH, wanted);
    }

    @Override
    public Measured measure(Stage stage) {
        BenchStack.Shape shape = new BenchStack.Shape(WORKERS, SLOTS_EACH, agentSeconds, true);
        try (BenchStack stack = BenchStack.start(stage, shape)) {
            BatchResult cold = run(stack);
            BatchResult warm = run(stack);
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("cold", cold.json());
            json.set("warm", warm.json());
            return new Measured(figure(cold, warm), json);
        }
    }

    /** Half of the projects under way have a slot; the others' repositories are ready when one becomes free. */
    private BatchResult run(BenchStack stack) {
        return stack.batch(projects, 2 * WORKERS * SLOTS_EACH, () -> {});
    }

    Figure figure(BatchResult cold, BatchResult warm) {
        double value = warm.efficiency() == null ? Double.NaN : warm.efficiency();
        return new Figure(
                value,
                value >= wanted && warm.totals().duplicates() == 0,
                String.format(
                        Locale.ROOT,
                        "efficiency %.3f, %.1f s; just after the start %.3f, %.1f s",
                        value,
                        warm.makespanMs() / 1000.0,
                        cold.efficiency(),
                        cold.makespanMs() / 1000.0));
    }
}
