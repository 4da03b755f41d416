package dev.slipway.starter.bench;

import dev.slipway.starter.crash.KillPlan;
import dev.slipway.starter.crash.Ordeal;
import dev.slipway.starter.demo.Demo;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.run.Endured;
import dev.slipway.starter.run.Kill;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A figure, the demo that it is measured with, and the bar that it has to reach. All use the toolchain {@code command}. */
public enum Bench implements Benchmark {
    CHAOS_50("50 projects, a kill every 20 s and a fault every 5 s: all done, nothing twice, nothing left behind") {
        @Override
        public Demo.Request request(long seed) {
            return demo(
                    50,
                    2,
                    8,
                    null,
                    new Ordeal.Wish(
                            Ordeal.Faults.FLAKY,
                            Duration.ofSeconds(5),
                            Ordeal.Kills.ALL_KINDS,
                            Duration.ofSeconds(20),
                            seed));
        }

        @Override
        public Figure figure(BatchResult result) {
            BatchResult.Totals totals = result.totals();
            boolean met = totals.completed() == totals.projects()
                    && totals.repositories() == totals.projects()
                    && totals.pullRequests() == totals.projects()
                    && totals.duplicates() == 0
                    && result.endured().clean()
                    && result.endured().again().goneBack() == 0
                    // Or nothing was withstood.
                    && !result.endured().kills().isEmpty()
                    && result.endured().faultsHit() > 0;
            return new Figure(
                    totals.completed(),
                    met,
                    "%d done, %d repositories, %d pull requests, %d duplicates, %d orphans, %d secrets, %d steps gone back; %d kills, %d faults"
                            .formatted(
                                    totals.completed(),
                                    totals.repositories(),
                                    totals.pullRequests(),
                                    totals.duplicates(),
                                    result.endured().orphans(),
                                    result.endured().secretsFound(),
                                    result.endured().again().goneBack(),
                                    result.endured().kills().size(),
                                    result.endured().faultsHit()));
        }
    },
    KILL_RECOVERY("kill -9 of a worker to the next host step of its projects, slots free elsewhere: median <= 10 s") {
        @Override
        public Demo.Request request(long seed) {
            return twentyKills(seed);
        }

        @Override
        public Figure figure(BatchResult result) {
            // One that was not seen back at work took longer than anybody waited for it.
            List<Double> seconds = atWork(result).stream()
                    .map(kill -> seconds(kill.backAfter()))
                    .sorted()
                    .toList();
            double median = seconds.isEmpty() ? Double.NaN : seconds.get(seconds.size() / 2);
            return new Figure(
                    median,
                    median <= 10 && seconds.size() >= KillPlan.WORKERS,
                    "median %.1f s over %d kills of a worker at work, %d of them not seen back"
                            .formatted(
                                    median,
                                    seconds.size(),
                                    seconds.stream()
                                            .filter(back -> back.isInfinite())
                                            .count()));
        }
    },
    REPEATED_WORK(
            "kill -9 of a worker in each step of the road, 20 times: that step only is repeated, and all are done") {
        @Override
        public Demo.Request request(long seed) {
            return twentyKills(seed);
        }

        @Override
        public Figure figure(BatchResult result) {
            Endured.Again again = result.endured().again();
            int kills = atWork(result).size();
            return new Figure(
                    again.goneBack(),
                    again.goneBack() == 0
                            && kills >= KillPlan.WORKERS
                            && result.allWell()
                            && result.totals().duplicates() == 0,
                    "%d steps repeated after %d kills of a worker at work, %d of them not the one that was cut off; %d agents started anew"
                            .formatted(again.steps(), kills, again.goneBack(), again.agentRuns()));
        }
    },
    SERVER_OUTAGE("Temporal server away for 30 s: no agent run lost or repeated, progress <= 15 s after its restart") {
        @Override
        public Demo.Request request(long seed) {
            return demo(
                    16, 10, 8, null, new Ordeal.Wish(Ordeal.Faults.NONE, null, Ordeal.Kills.SERVER_OUTAGE, null, seed));
        }

        @Override
        public Figure figure(BatchResult result) {
            long wrong = wrongRuns(result);
            double seconds = result.endured().kills().stream()
                    .mapToDouble(kill -> seconds(kill.backAfter()) - KillPlan.OUTAGE.toSeconds())
                    .max()
                    .orElse(Double.NaN);
            return new Figure(
                    seconds,
                    wrong == 0 && seconds <= 15 && result.allWell(),
                    "progress %.1f s after the restart, %d agent runs lost or repeated; %d were started"
                            .formatted(seconds, wrong, result.endured().agentStarts()));
        }
    };

    private static final int WORKERS = 2;

    /** A first run whose source fails, and one that mends it. */
    private static final int RUNS = 2;

    private final String bar;

    Bench(String bar) {
        this.bar = bar;
    }

    /** The demo to run. */
    public abstract Demo.Request request(long seed);

    /** What it came to. */
    public abstract Figure figure(BatchResult result);

    @Override
    public String bar() {
        return bar;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Measured measure(Stage stage) {
        BatchResult result = new Demo(stage.home(), stage.environment(), stage.console())
                .measure(request(stage.seed()), stage.temporal());
        return new Measured(figure(result), result.json());
    }

    /** Worker after worker; half of the slots are free, so that one can take over what the other one had. */
    private static Demo.Request twentyKills(long seed) {
        return demo(
                100,
                10,
                8,
                4,
                new Ordeal.Wish(Ordeal.Faults.NONE, null, Ordeal.Kills.WORKERS, Duration.ofSeconds(20), seed));
    }

    /** Kills of workers that had a project in a step. */
    private static List<Kill> atWork(BatchResult result) {
        return result.endured().kills().stream()
                .filter(kill -> !kill.step().isEmpty())
                .toList();
    }

    private static double seconds(@Nullable Duration time) {
        return time == null ? Double.POSITIVE_INFINITY : time.toMillis() / 1000.0;
    }

    /** Agent runs lost or repeated, by the workflows' own count and by that of the processes that were started. */
    static long wrongRuns(BatchResult result) {
        long told = result.projects().stream()
                .mapToLong(project -> Math.abs(project.agentRuns() - RUNS))
                .sum();
        long started = Math.abs(
                result.endured().agentStarts() - (long) RUNS * result.projects().size());
        return Math.max(told, started);
    }

    private static Demo.Request demo(
            int projects, double agentSeconds, int slots, @Nullable Integer atATime, Ordeal.Wish wish) {
        return new Demo.Request(
                projects, slots, WORKERS, Demo.Agent.SCRIPTED, agentSeconds, List.of("command"), atATime, wish, false);
    }
}
