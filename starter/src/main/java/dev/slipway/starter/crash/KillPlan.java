package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which processes are killed, in which step, in which order: decided by the seed, so that a run can be repeated.
 *
 * <p>A whole round kills a worker in each step of the road, the server, the sandbox, and once all at the same time. The
 * steps come in the order of the road, and of those that are left, the one that a project comes to first is taken; when
 * server, sandbox and all of it are killed in between, and how long is waited before, is the seed's choice. A plan with a
 * kill at each interval takes the steps in an order of the seed's choice too.
 */
public final class KillPlan {
    /** Steps in which a worker is killed. No worker is at work for a project that waits for its account. */
    static final List<Step> ROAD = List.of(
            Step.REPOSITORY, Step.WORKSPACE, Step.GENERATE, Step.VERIFY, Step.FIX, Step.PUSH, Step.PULL_REQUEST);

    /** How long the Temporal server stays away in an outage. */
    public static final Duration OUTAGE = Duration.ofSeconds(30);

    /** How many workers {@link #workers} kills. */
    public static final int WORKERS = 20;

    private static final Duration BEFORE_OUTAGE = Duration.ofSeconds(10);
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
     * One whole round.
     *
     * @param ownServer whether the Temporal server may be killed: one that was configured is somebody else's
     */
    public static KillPlan wholeRound(long seed, boolean ownServer) {
        KillPlan plan = new KillPlan(seed, targets(ownServer), false, null);
        plan.next.addAll(plan.alongTheRoad());
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

    /** The steps for which a worker is still to be killed after that kill, in the plan's order. */
    Set<Step> left() {
        Set<Step> steps = new LinkedHashSet<>();
        next.stream().map(PlannedKill::step).filter(Objects::nonNull).forEach(steps::add);
        return steps;
    }

    /** What was to be done for one step was done for another one: that one's turn is the other's. */
    void took(Step step, Step insteadOf) {
        List<PlannedKill> later = new ArrayList<>(next);
        next.clear();
        boolean exchanged = false;
        for (PlannedKill kill : later) {
            boolean exchange = !exchanged && kill.step() == step;
            next.add(exchange ? kill.in(insteadOf) : kill);
            exchanged |= exchange;
        }
    }

    /** From one kill to the next; empty where the next waits until what was killed is back at work. */
    Optional<Duration> every() {
        return Optional.ofNullable(every);
    }

    /** For choices that are left to the moment. */
    int choose(int bound) {
        return random.nextInt(bound);
    }

    /** The others early enough that no batch is over before: at the latest before the last step but one. */
    private List<PlannedKill> alongTheRoad() {
        List<PlannedKill> round = new ArrayList<>();
        ROAD.forEach(step -> round.add(planned(Target.WORKER, step)));
        // Nobody may have a repository already.
        round.set(0, round.get(0).atOnce());
        List<Target> others = new ArrayList<>(
                targets.stream().filter(target -> target != Target.WORKER).toList());
        Collections.shuffle(others, random);
        int place = 1;
        for (Target other : others) {
            round.add(place, planned(other, null));
            place += 1 + random.nextInt(2);
        }
        return round;
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
