package dev.slipway.batch;

import dev.slipway.batch.BatchSummary.Problem;
import dev.slipway.batch.CarriedBatch.Standing;
import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.change.Steering;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a batch knows about its projects, and which comes next. Without Temporal. */
final class BatchBoard {
    private static final int LONGEST_REASON = 200;

    private final BatchName name;
    private final boolean force;
    private final Deque<ProjectEntry> pending = new ArrayDeque<>();
    private final Map<ProjectName, Standing> standings = new LinkedHashMap<>();
    private final Set<ProjectName> again = new HashSet<>();

    BatchBoard(BatchName name, List<ProjectEntry> projects, boolean force, @Nullable CarriedBatch carried) {
        this.name = name;
        this.force = force;
        List<ProjectEntry> inOrder = new ArrayList<>(projects);
        // Stable: equal priorities keep the file's order.
        inOrder.sort(Comparator.comparingInt(entry -> entry.project().priority().key()));
        pending.addAll(inOrder);
        if (carried != null) {
            again.addAll(carried.again());
            carried.standings().forEach(standing -> standings.put(standing.name(), standing));
        }
    }

    /** What is known of earlier executions decides what is left to do. */
    void found(List<Inspected> inspected) {
        Map<ProjectName, Inspected> byName = new LinkedHashMap<>();
        inspected.forEach(one -> byName.put(one.name(), one));
        List<ProjectEntry> left = new ArrayList<>();
        for (ProjectEntry entry : List.copyOf(pending)) {
            Inspected before = byName.get(entry.project().name());
            if (before == null) {
                left.add(entry);
            } else if (before.running()) {
                // Attached: it reports to this batch's id.
                said(before.report());
            } else if (before.report().state() == RunState.COMPLETED) {
                completedBefore(entry, before, left);
            } else if (entry.by() != null) {
                // A person asked for it, and has seen how it stood.
                again.add(entry.project().name());
                left.add(entry);
            } else if (before.step() == Step.DEPLOY) {
                leftToPeople(before.report());
            } else {
                left.add(goOn(entry, before));
            }
        }
        pending.clear();
        pending.addAll(left);
    }

    private void completedBefore(ProjectEntry entry, Inspected before, List<ProjectEntry> left) {
        if (force) {
            left.add(new ProjectEntry(staying(entry, before), entry.runKey()));
        } else {
            ProjectReported report = before.report();
            standings.put(
                    report.name(),
                    new Standing(report.name(), RunState.SKIPPED, true, "", report.pullRequest(), BigDecimal.ZERO));
        }
    }

    /** Nothing deploys twice without a person: one that stopped there is merged, and maybe deployed. */
    private void leftToPeople(ProjectReported report) {
        standings.put(
                report.name(),
                new Standing(
                        report.name(),
                        RunState.FAILED,
                        false,
                        "stopped in step deploy: 'slipway retry' deploys again",
                        true,
                        report.costUsd()));
    }

    /** An unfinished run goes on under its own key, so that it finds its repository, branch and checkpoint. */
    private ProjectEntry goOn(ProjectEntry entry, Inspected before) {
        if (before.runKey() == null) {
            return new ProjectEntry(staying(entry, before), entry.runKey());
        }
        again.add(entry.project().name());
        Step stopped = before.step();
        return new ProjectEntry(
                staying(entry, before), before.runKey(), stopped == null ? null : stopped.resumesAt(), null);
    }

    /**
     * Under another account it would look for its repository at another owner, and make a second one. Where the file names
     * an owner, that one holds.
     */
    private static ProjectSpec staying(ProjectEntry entry, Inspected before) {
        ProjectSpec project = entry.project();
        return before.owner() == null || project.owner() != null ? project : project.at(before.owner());
    }

    /** Whether an earlier execution used this project's run key. */
    boolean isAgain(ProjectName project) {
        return again.contains(project);
    }

    /**
     * A person wants a project that is over to run again, in its turn.
     *
     * @return false where it is under way, or is to run anyway
     */
    boolean runAgain(ProjectEntry entry) {
        ProjectName project = entry.project().name();
        Standing standing = standings.get(project);
        if (pending().contains(project)
                || (standing != null && !standing.state().closed())) {
            return false;
        }
        standings.remove(project);
        again.add(project);
        pending.add(entry);
        return true;
    }

    /** All that it is to run, runs or ran. */
    List<ProjectName> known() {
        return Stream.concat(pending().stream(), standings.keySet().stream()).toList();
    }

    /** Takes the next one to start; empty where none is left. */
    Optional<ProjectEntry> start() {
        ProjectEntry next = pending.poll();
        if (next != null) {
            ProjectName project = next.project().name();
            standings.put(project, new Standing(project, RunState.RUNNING, false, "", false, BigDecimal.ZERO));
        }
        return Optional.ofNullable(next);
    }

    /** A project said how it stands. One that ended otherwise than done can run again; then it says so again. */
    void said(ProjectReported report) {
        // It was started by somebody else: its turn would start it once more.
        pending.removeIf(entry -> entry.project().name().equals(report.name()));
        Standing before = standings.get(report.name());
        if (before != null
                && before.state().closed()
                && (before.state() == RunState.COMPLETED || before.earlier() || before.state() == report.state())) {
            return;
        }
        String reason = report.reason();
        standings.put(
                report.name(),
                new Standing(
                        report.name(),
                        report.state(),
                        false,
                        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason,
                        report.pullRequest(),
                        report.costUsd()));
    }

    /** What Temporal says of projects that were silent for long; what they said meanwhile counts more. */
    void asked(List<ProjectName> silent, List<Inspected> answers) {
        Map<ProjectName, ProjectReported> reports = new LinkedHashMap<>();
        answers.stream()
                .filter(answer -> answer.running() || answer.report().state().closed())
                .forEach(answer -> reports.put(answer.name(), answer.report()));
        for (ProjectName name : silent) {
            RunState known = standings.get(name).state();
            ProjectReported answer = reports.get(name);
            if (!known.rests()) {
                said(
                        answer != null
                                ? answer
                                : new ProjectReported(
                                        name, RunState.FAILED, "its workflow is gone", false, BigDecimal.ZERO));
            } else if (known == RunState.PAUSED
                    && answer != null
                    && answer.state().rests()) {
                // It says itself that it goes on; how it ended it may not have been able to say.
                said(answer);
            }
        }
    }

    List<ProjectName> pending() {
        return pending.stream().map(entry -> entry.project().name()).toList();
    }

    List<ProjectEntry> pendingEntries() {
        return List.copyOf(pending);
    }

    /** Those that are started and neither closed nor resting. */
    List<ProjectName> running() {
        return standings.values().stream()
                .filter(standing -> !standing.state().rests())
                .map(Standing::name)
                .toList();
    }

    /** Those that rest until a person chooses, or lets them go on. */
    List<ProjectName> resting() {
        return standings.values().stream()
                .filter(standing ->
                        standing.state().rests() && !standing.state().closed())
                .map(Standing::name)
                .toList();
    }

    /** Those that rest in that state. */
    List<ProjectName> resting(RunState state) {
        return standings.values().stream()
                .filter(standing -> standing.state() == state)
                .map(Standing::name)
                .toList();
    }

    /** These were told to go on: they count as running before they say so. */
    void goOn(List<ProjectName> paused) {
        paused.forEach(name -> standings.computeIfPresent(
                name,
                (key, was) ->
                        new Standing(name, RunState.RUNNING, was.earlier(), "", was.pullRequest(), was.costUsd())));
    }

    /** Whether nothing is left to wait for. Whoever paused a project wants it to go on: it is waited for. */
    boolean isDone() {
        return pending.isEmpty()
                && running().isEmpty()
                && resting(RunState.PAUSED).isEmpty();
    }

    CarriedBatch carry(Instant startedAt, @Nullable Steering paused) {
        return new CarriedBatch(
                startedAt,
                pending().stream().filter(again::contains).toList(),
                paused,
                List.copyOf(standings.values()));
    }

    /** What the batch came to, once it is done. */
    RunState outcome() {
        if (count(RunState.NEEDS_ATTENTION) > 0) {
            return RunState.NEEDS_ATTENTION;
        }
        return count(RunState.FAILED) + count(RunState.CANCELLED) > 0 ? RunState.FAILED : RunState.COMPLETED;
    }

    BatchSummary summary(RunState state, Instant startedAt, @Nullable Instant endedAt) {
        return new BatchSummary(
                name,
                state,
                pending.size() + standings.size(),
                pending.size(),
                running().size(),
                count(RunState.COMPLETED),
                count(RunState.FAILED),
                count(RunState.SKIPPED),
                count(RunState.CANCELLED),
                count(RunState.NEEDS_ATTENTION),
                count(RunState.PAUSED),
                standings.values().stream()
                        .filter(standing ->
                                standing.state() == RunState.FAILED || standing.state() == RunState.NEEDS_ATTENTION)
                        .map(standing -> new Problem(standing.name(), standing.state(), standing.reason()))
                        .toList(),
                (int) standings.values().stream().filter(Standing::pullRequest).count(),
                standings.values().stream().map(Standing::costUsd).reduce(BigDecimal.ZERO, BigDecimal::add),
                startedAt,
                endedAt);
    }

    private int count(RunState state) {
        return (int) standings.values().stream()
                .filter(standing -> standing.state() == state)
                .count();
    }
}
