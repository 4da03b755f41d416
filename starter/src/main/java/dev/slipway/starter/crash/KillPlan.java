package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are killed, in which step, in which order: decided by the seed alone, so that a run can be repeated.
 *
 * <p>A whole round kills a worker in each step of the road, the server and the sandbox, in an order of the seed's choice,
 * and at last all at the same time. A batch of few projects gets a part of a round, in which each kind of process is
 * killed first.
 */
public final class KillPlan {
    /** Steps in which a worker is killed. */
    static final List<Step> ROAD =
            List.of(Step.REPOSITORY, Step.GENERATE, Step.VERIFY, Step.FIX, Step.PUSH, Step.PULL_REQUEST);

    /** How long the Temporal server stays away in an outage. */
    public static final Duration OUTAGE = Duration.ofSeconds(30);

    private static final Duration BEFORE_OUTAGE = Duration.ofSeconds(10);
    private static final int WORKERS = 20;
    private static final int LEAST = 4;
    private static final int LEAST_PAUSE_MS = 500;
    private static final int MOST_PAUSE_MS = 2500;

    private final Random random;
    private final Set<Target> targets;
    private final boolean endless;
    private final @Nullable Duration every;
    private final Deque<PlannedKill> next = new ArrayDeque<>();

    private KillPlan(long seed, Set<Target> targets, boolean endless, @Nullable Duration every) {
        this.random = new Random(seed);
        this.targets = targets;
        this.endless = endless;
        this.every = every;
    }

    /**
     * A plan in proportion to the batch: a kill for each project, four at least, and one whole round at most.
     *
     * @param ownServer whether the Temporal server may be killed: one that was configured is somebody else's
     */
    public static KillPlan proportional(long seed, int projects, boolean ownServer) {
        KillPlan plan = new KillPlan(seed, targets(ownServer), false, null);
        List<PlannedKill> round = plan.round();
        int count = Math.min(round.size(), Math.max(LEAST, projects));
        if (count < round.size()) {
            round = eachKindFirst(round);
        }
        plan.next.addAll(round.subList(0, count));
        return plan;
    }

    /** A plan without an end: round after round, each kind first, a kill each time that so much has passed. */
    public static KillPlan endless(long seed, Duration every, boolean ownServer) {
        KillPlan plan = new KillPlan(seed, targets(ownServer), true, every);
        plan.next.addAll(eachKindFirst(plan.round()));
        return plan;
    }

    /** Worker after worker, twenty of them, in the steps of the road in turn; nothing else is killed. */
    public static KillPlan workers(long seed, Duration every) {
        KillPlan plan = new KillPlan(seed, EnumSet.of(Target.WORKER), false, every);
        while (plan.next.size() < WORKERS) {
            plan.next.addAll(plan.round());
        }
        while (plan.next.size() > WORKERS) {
            plan.next.removeLast();
        }
        return plan;
    }

    /** Once the Temporal server, which stays away for {@link #OUTAGE}. */
    public static KillPlan serverOutage() {
        KillPlan plan = new KillPlan(0, EnumSet.of(Target.SERVER), false, null);
        plan.next.add(new PlannedKill(Target.SERVER, null, BEFORE_OUTAGE, OUTAGE));
        return plan;
    }

    /** The next kill, if there is one. */
    Optional<PlannedKill> next() {
        if (next.isEmpty() && endless) {
            next.addAll(round());
        }
        return Optional.ofNullable(next.poll());
    }

    /** From one kill to the next; empty where the next waits until what was killed is back at work. */
    Optional<Duration> every() {
        return Optional.ofNullable(every);
    }

    /** For choices that are left to the moment. */
    int choose(int bound) {
        return random.nextInt(bound);
    }

    private List<PlannedKill> round() {
        List<PlannedKill> round = new ArrayList<>();
        ROAD.forEach(step -> round.add(planned(Target.WORKER, step)));
        targets.stream()
                .filter(target -> target == Target.SERVER || target == Target.SANDBOX)
                .forEach(target -> round.add(planned(target, null)));
        Collections.shuffle(round, random);
        if (targets.contains(Target.ALL)) {
            round.add(planned(Target.ALL, null));
        }
        return round;
    }

    private PlannedKill planned(Target target, @Nullable Step step) {
        return new PlannedKill(
                target,
                step,
                Duration.ofMillis(LEAST_PAUSE_MS + random.nextInt(MOST_PAUSE_MS - LEAST_PAUSE_MS)),
                Duration.ZERO);
    }

    private static List<PlannedKill> eachKindFirst(List<PlannedKill> round) {
        List<PlannedKill> first = new ArrayList<>();
        for (PlannedKill kill : round) {
            if (first.stream().noneMatch(other -> other.target() == kill.target())) {
                first.add(kill);
            }
        }
        round.stream().filter(kill -> !first.contains(kill)).forEach(first::add);
        return first;
    }

    private static Set<Target> targets(boolean ownServer) {
        return ownServer
                ? EnumSet.of(Target.WORKER, Target.SERVER, Target.SANDBOX, Target.ALL)
                : EnumSet.of(Target.WORKER, Target.SANDBOX);
    }
}
