package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.agent.Billing;
import dev.slipway.run.RunState;
import dev.slipway.seat.AgentPoolState;
import dev.slipway.seat.MeterState;
import dev.slipway.seat.SetBudget;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.BatchRun;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.SeatPool;
import dev.slipway.starter.run.Visibility;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Fifty projects at a time under a cap that suffices for thirty: how far it is overshot, and whether those that it parked
 * go on once it is raised.
 */
public final class BudgetCapBench implements Benchmark {
    private static final int PROJECTS = 50;
    private static final int SLOTS = 10;
    private static final int AGENT_SECONDS = 1;

    /** A fifth more than a first run is taken to cost before there are any: most exceed their estimate. */
    private static final String USD_A_RUN = "0.60";

    private static final int RUNS = 2;
    private static final BigDecimal CAP = new BigDecimal("36");
    private static final BigDecimal ENOUGH = new BigDecimal("1000");

    /** The dearest run costs three tenths more than the mean, 0.78, and is taken to cost 0.50. */
    private static final BigDecimal EXCESS = new BigDecimal("0.28");

    private static final String BUDGET = "usd/day";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What the cap held back. */
    private record Held(BigDecimal used, long done, long parked) {
        BigDecimal overshoot() {
            return used.subtract(CAP).max(BigDecimal.ZERO);
        }
    }

    @Override
    public String word() {
        return "budget-cap";
    }

    @Override
    public String bar() {
        return "50 parallel projects under a cap of $" + CAP + ", that suffices for 30: overshoot <= $" + EXCESS
                + ", what one run exceeds its estimate; the rest parks, and goes on when the cap is raised";
    }

    @Override
    public Measured measure(Stage stage) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("budget").put("daily_usd", CAP.toPlainString()).put("monthly_usd", "none");
        BenchStack.Shape shape = BenchStack.Shape.unpaced(SLOTS, AGENT_SECONDS)
                .with(new BenchStack.Money(Billing.METERED, USD_A_RUN, settings));
        try (BenchStack stack = BenchStack.start(stage, shape)) {
            Held[] held = new Held[1];
            BatchResult result = stack.batch(PROJECTS, PROJECTS, run -> held[0] = raise(stack, run, stage.console()));
            int attempts = result.projects().stream()
                            .mapToInt(project -> project.attempts())
                            .sum()
                    - RUNS * PROJECTS;
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("cap", CAP)
                    .put("used", held[0].used())
                    .put("overshoot", held[0].overshoot())
                    .put("doneUnderTheCap", held[0].done())
                    .put("parked", held[0].parked())
                    .put("attemptsLost", attempts);
            json.set("batch", result.json());
            return new Measured(figure(held[0], attempts), json);
        }
    }

    private static Held raise(BenchStack stack, BatchRun run, Console console) {
        SeatPool pool = new SeatPool(stack.stack().server());
        Visibility visibility = new Visibility(stack.stack().server());
        BenchStack.await("the cap holds what is left", PATIENCE, () -> isHeld(pool.state(), rows(visibility, run)));
        List<ProjectRow> rows = rows(visibility, run);
        Held held = new Held(meter(pool.state()).used(), closed(rows), waiting(rows));
        console.say("At the cap: $" + held.used() + " used, " + held.done() + " done, " + held.parked()
                + " wait for budget. It is raised.");
        pool.ask(SetBudget.UPDATE, new SetBudget(BUDGET, ENOUGH, false, "bench"));
        return held;
    }

    /** Nothing runs that could still cost something, and all that is not done waits for the budget. */
    private static boolean isHeld(AgentPoolState pool, List<ProjectRow> rows) {
        return meter(pool).reserved().signum() == 0
                && waiting(rows) > 0
                && pool.waiting() == waiting(rows)
                && closed(rows) + waiting(rows) == PROJECTS;
    }

    private static MeterState meter(AgentPoolState pool) {
        return pool.meters().stream()
                .filter(meter -> meter.name().equals(BUDGET))
                .findFirst()
                .orElseThrow();
    }

    private static List<ProjectRow> rows(Visibility visibility, BatchRun run) {
        return visibility.projects(run.name().value());
    }

    private static long closed(List<ProjectRow> rows) {
        return rows.stream().filter(row -> row.closedAt() != null).count();
    }

    private static long waiting(List<ProjectRow> rows) {
        return rows.stream()
                .filter(row ->
                        row.state() == RunState.WAITING && row.waitingFor().equals("budget"))
                .count();
    }

    static Figure figure(BigDecimal used, long done, long parked, int attemptsLost) {
        return figure(new Held(used, done, parked), attemptsLost);
    }

    private static Figure figure(Held held, int attemptsLost) {
        return new Figure(
                held.overshoot().doubleValue(),
                held.overshoot().compareTo(EXCESS) <= 0 && held.parked() > 0 && attemptsLost == 0,
                "$" + held.used() + " of $" + CAP + " used, overshoot $" + held.overshoot() + "; " + held.done()
                        + " done and " + held.parked() + " parked under the cap, all " + PROJECTS
                        + " done when it was raised, " + attemptsLost + " attempts lost");
    }
}
