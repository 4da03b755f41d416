package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a project of a thousand takes more than one of ten: events, requests and CPU time each. Agents take no time and
 * writes are not paced, so that work and not waiting is measured; the concurrency is the same in both.
 */
public final class ThousandBench implements Benchmark {
    private static final int MANY = 1000;
    private static final int FEW = 10;
    private static final int SLOTS = 8;
    private static final int AT_A_TIME = 10;

    /** A single ten is too short to be measured well: what is compared is the mean of as many. */
    private static final int FEWS = 3;

    private static final double MOST = 1.10;

    /** What the bar is about; the parts of the CPU time are told along with it. */
    private static final List<String> JUDGED = List.of("events", "requests", "cpuMs");

    private static final Map<String, String> NAMES = Map.of(
            "events", "events",
            "requests", "GitHub requests",
            "workerMs", "CPU worker, ms",
            "serverMs", "CPU server, ms",
            "sandboxMs", "CPU sandbox, ms",
            "cpuMs", "CPU in all, ms");

    @Override
    public String word() {
        return "thousand";
    }

    @Override
    public String bar() {
        return "1,000 projects (agents of 0 s, write pacing off) against a warm run of 10:"
                + " events, requests and CPU time a project <= 10 % more";
    }

    @Override
    public Measured measure(Stage stage) {
        int projects = stage.projects() == null ? MANY : stage.projects();
        try (BenchStack stack = BenchStack.start(stage, BenchStack.Shape.unpaced(SLOTS, 0))) {
            stage.console().say("Warming up with " + FEW + " projects; write pacing is off.");
            stack.run(FEW, AT_A_TIME);
            Effort few = Effort.NONE;
            for (int i = 0; i < FEWS; i++) {
                few = few.plus(stack.run(FEW, AT_A_TIME));
            }
            Effort many = stack.run(projects, AT_A_TIME);
            table(few, many, stage.console().style()).forEach(stage.console()::say);
            return new Measured(figure(few, many), json(few, many));
        }
    }

    /** By how much the worst of the judged figures is more; the bar is about each of them. */
    static Figure figure(Effort few, Effort many) {
        Map<String, Double> ratios = ratios(few, many);
        List<String> said = new ArrayList<>();
        double worst = Double.NEGATIVE_INFINITY;
        boolean met = true;
        for (String name : JUDGED) {
            double ratio = ratios.get(name);
            worst = Math.max(worst, ratio);
            met &= ratio <= MOST;
            said.add(String.format(Locale.ROOT, "%s %+.1f %%", NAMES.get(name).replace(", ms", ""), (ratio - 1) * 100));
        }
        return new Figure(Math.round(worst * 1000) / 1000.0, met, String.join(", ", said) + " a project");
    }

    /** Each figure of many, divided by that of few. */
    private static Map<String, Double> ratios(Effort few, Effort many) {
        Map<String, Double> of = few.each();
        Map<String, Double> ratios = new LinkedHashMap<>();
        many.each().forEach((name, value) -> ratios.put(name, value / of.get(name)));
        return ratios;
    }

    static List<String> table(Effort few, Effort many, Style style) {
        Map<String, Double> small = few.each();
        Map<String, Double> large = many.each();
        Table table = new Table(style, "A PROJECT", "OF " + FEW, "OF " + many.projects(), "RATIO");
        ratios(few, many)
                .forEach((name, ratio) -> table.row(
                        NAMES.get(name),
                        number("%.1f", small.get(name)),
                        number("%.1f", large.get(name)),
                        number("%.3f", ratio)));
        return table.lines();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static ObjectNode json(Effort few, Effort many) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("writePacing", false);
        few.addTo(json.putObject("few"));
        many.addTo(json.putObject("many"));
        ObjectNode ratios = json.putObject("ratio");
        ratios(few, many).forEach((name, ratio) -> ratios.put(name, Math.round(ratio * 1000) / 1000.0));
        return json;
    }
}
