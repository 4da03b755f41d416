package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import dev.slipway.starter.process.ProcessRecord;
import dev.slipway.starter.stack.StackProcesses;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for a worker that has a project in a certain step. */
final class Hunt {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final StackProcesses processes;
    private final ProjectSight sight;
    private final Stopping over;

    Hunt(StackProcesses processes, ProjectSight sight, Stopping over) {
        this.processes = processes;
        this.sight = sight;
        this.over = over;
    }

    /**
     * A worker to kill.
     *
     * @param step that a project of it is in, as visibility names it; empty for an idle one
     */
    record Prey(String worker, long pid, String step) {
        /** The step of these that it is in. */
        Optional<Step> in(Set<Step> steps) {
            return steps.stream()
                    .filter(one -> PlannedKill.words(one).equals(step))
                    .findFirst();
        }
    }

    /**
     * The first that comes into one of these steps; where several are there, the one in the first of the steps.
     *
     * @param longest empty where it is given up after that, or when none can come any more
     */
    Optional<Prey> inOneOf(Set<Step> steps, Duration longest) {
        Instant until = Instant.now().plus(longest);
        while (!over.stopped() && Instant.now().isBefore(until)) {
            List<ProjectSight.Running> running = sight.running(sight.open());
            for (Step step : steps) {
                Optional<Prey> found = prey(running, one -> one.step().equals(PlannedKill.words(step)));
                if (found.isPresent()) {
                    return found;
                }
            }
            if (!sight.mayCome(steps)) {
                return Optional.empty();
            }
            over.pause(LOOK);
        }
        return Optional.empty();
    }

    /** One that is at work, in whichever step; empty where none is. */
    Optional<Prey> anyAtWork() {
        return prey(sight.running(sight.open()), one -> true);
    }

    private Optional<Prey> prey(List<ProjectSight.Running> running, Predicate<ProjectSight.Running> which) {
        for (ProjectSight.Running one : running) {
            for (String worker : processes.workers()) {
                Optional<ProcessRecord> record = processes.alive(worker).filter(alive -> alive.pid() == one.pid());
                if (which.test(one) && record.isPresent()) {
                    return Optional.of(new Prey(worker, one.pid(), one.step()));
                }
            }
        }
        return Optional.empty();
    }

    /** A step and those that are left, the step first. */
    static Set<Step> first(Step step, Set<Step> others) {
        Set<Step> all = new LinkedHashSet<>();
        all.add(step);
        all.addAll(others);
        return all;
    }
}
