package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.starter.run.BatchResult;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxRules;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Many projects in one organisation by three principals, whose content writes are what takes time: whether the pool keeps
 * them below GitHub's limits without wasting what these allow, and what becomes of the work when two of the principals are
 * lost half-way.
 */
public final class PrincipalsBench implements Benchmark {
    static final PrincipalsBench ALL_WELL = new PrincipalsBench(false);
    static final PrincipalsBench TWO_LOST = new PrincipalsBench(true);

    private static final int PROJECTS = 50;
    private static final String OWNER = "acme";
    /** Users of the sandbox who may write to all of the organisation. */
    private static final List<String> ACCOUNTS = List.of("factory-1", "factory-2", "factory-3");

    private static final BenchStack.Shape SHAPE =
            new BenchStack.Shape(2, 4, 0, true, null, new GitHubSide(SandboxRules.asGitHub(10), ACCOUNTS, OWNER));

    private static final int MOST_LIMITED = 3;
    private static final double MOST_TIME = 1.5;
    private static final Duration CLOSEST = Duration.ofSeconds(1);
    private static final int A_MINUTE = 80;
    /** Repository, topics and pull request. */
    private static final int WRITES_A_PROJECT = 3;

    private final boolean lost;

    private PrincipalsBench(boolean lost) {
        this.lost = lost;
    }

    @Override
    public String word() {
        return lost ? "principals-lost" : "principals";
    }

    @Override
    public String bar() {
        return "50 projects, 3 GitHub principals, 80 writes a minute and 500 an hour each"
                + (lost
                        ? ", one revoked and one suspended half-way: all done, nothing twice, no repository left over"
                        : ": <= 3 limit responses, all done, real time <= 1.5 x writes / principals x 1 s,"
                                + " writes of one principal >= 1 s apart and below 80 a minute");
    }

    @Override
    public Measured measure(Stage stage) {
        int projects = stage.projects() == null ? PROJECTS : stage.projects();
        try (BenchStack stack = BenchStack.start(stage, SHAPE)) {
            Sandbox sandbox = stack.stack().sandbox();
            try (Losing losing = new Losing(sandbox, ACCOUNTS.subList(0, 2), projects * WRITES_A_PROJECT / 2)) {
                if (lost) {
                    losing.start();
                }
                BatchResult result = stack.tried(projects, projects, () -> {});
                WriteTrace trace = WriteTrace.of(sandbox.requests());
                Figure figure = lost ? survived(result, trace, losing.struck()) : paced(result, trace);
                ObjectNode json = result.json();
                trace.addTo(json);
                losing.struck()
                        .ifPresent(struck -> json.put("lostAt", struck.at().toString()));
                return new Measured(figure, json);
            }
        }
    }

    static Figure paced(BatchResult result, WriteTrace trace) {
        double ideal = trace.writes() / (double) ACCOUNTS.size();
        double ratio = result.makespanMs() / 1000.0 / ideal;
        boolean done = result.totals().completed() == result.totals().projects();
        return new Figure(
                Math.round(ratio * 1000) / 1000.0,
                done
                        && trace.limited() <= MOST_LIMITED
                        && ratio <= MOST_TIME
                        && trace.closest().compareTo(CLOSEST) >= 0
                        && trace.mostAMinute() < A_MINUTE,
                String.format(
                        Locale.ROOT,
                        "%d of %d done in %.1f s, %.2f x of %.1f s for %d writes; %d limit responses;"
                                + " writes of one principal %.2f s apart or more, %d a minute or fewer",
                        result.totals().completed(),
                        result.totals().projects(),
                        result.makespanMs() / 1000.0,
                        ratio,
                        ideal,
                        trace.writes(),
                        trace.limited(),
                        trace.closest().toMillis() / 1000.0,
                        trace.mostAMinute()));
    }

    static Figure survived(BatchResult result, WriteTrace trace, Optional<Losing.Struck> struck) {
        BatchResult.Totals totals = result.totals();
        boolean met = struck.isPresent()
                && totals.completed() == totals.projects()
                && totals.repositories() == totals.projects()
                && totals.pullRequests() == totals.projects()
                && totals.duplicates() == 0
                && trace.limited() <= MOST_LIMITED;
        return new Figure(
                totals.completed(),
                met,
                String.format(
                        Locale.ROOT,
                        "%d of %d done in %.1f s, %d repositories, %d pull requests, %d duplicates; %s; %d limit responses",
                        totals.completed(),
                        totals.projects(),
                        result.makespanMs() / 1000.0,
                        totals.repositories(),
                        totals.pullRequests(),
                        totals.duplicates(),
                        struck.map(at -> at.writes() + " writes before two were lost, "
                                        + trace.after(at.at(), ACCOUNTS.get(2)) + " after it by the third, "
                                        + trace.faults() + " requests refused")
                                .orElse("it was over before two could be lost"),
                        trace.limited()));
    }
}
