package dev.slipway.starter.run;

import dev.slipway.batch.BatchInput;
import dev.slipway.run.RunState;
import dev.slipway.starter.output.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what people mean when they steer: a project, a batch, or everything. */
public final class Targets {
    private final Visibility visibility;

    public Targets(Visibility visibility) {
        this.visibility = visibility;
    }

    /**
     * A project or a batch.
     *
     * @param open whether its workflow still runs, be it at rest
     * @param step as {@link ProjectRow#step}; empty for a batch
     * @param waitingFor as {@link ProjectRow#waitingFor}; empty for a batch
     */
    public record Target(
            String workflowId,
            boolean batch,
            String name,
            RunState state,
            boolean open,
            String step,
            String waitingFor) {
        /** A project. */
        public static Target of(ProjectRow row) {
            return new Target(
                    row.workflowId(),
                    false,
                    row.name(),
                    row.state(),
                    row.closedAt() == null,
                    row.step(),
                    row.waitingFor());
        }

        static Target of(BatchRow row) {
            return new Target(row.workflowId(), true, row.name(), row.state(), row.closedAt() == null, "", "");
        }

        /** As people see it: {@code BATCH/NAME}, or {@code batch NAME}. */
        public String shown() {
            return batch ? "batch " + name : NameResolution.shown(workflowId);
        }
    }

    /**
     * What a name means.
     *
     * @param name a project's name, BATCH/NAME, a workflow id, or a batch's name
     * @param batch whether it can only be a batch's
     * @throws CommandFailure wrong usage: nothing has that name, or several have, which are listed
     */
    public Target named(String name, boolean batch) {
        if (batch || name.startsWith("batch/")) {
            String id = name.startsWith("batch/") ? name : "batch/" + name;
            return visibility
                    .batch(id)
                    .map(Target::of)
                    .orElseThrow(() -> CommandFailure.wrongUsage(
                            "There is no batch '" + name + "'. 'slipway status' shows the running ones."));
        }
        NameResolution.Directory directory = NameResolution.directory(visibility);
        Optional<BatchRow> sameName = name.contains("/") ? Optional.empty() : visibility.batch("batch/" + name);
        if (sameName.isPresent()) {
            List<String> projects = directory.projects().stream()
                    .filter(id -> NameResolution.named(id, name))
                    .toList();
            if (projects.isEmpty()) {
                return Target.of(sameName.get());
            }
            throw NameResolution.ambiguous(
                    name,
                    Stream.concat(Stream.of(sameName.get().workflowId()), projects.stream())
                            .toList());
        }
        return project(name);
    }

    /**
     * A project.
     *
     * @throws CommandFailure wrong usage: nothing has that name, or several have, which are listed
     */
    public Target project(String name) {
        String id = NameResolution.project(name, NameResolution.directory(visibility));
        return visibility
                .project(id)
                .map(Target::of)
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no project '" + name + "'."));
    }

    /**
     * Everything that is open: batches, and projects that none of them knows, since it is over or was started without
     * them.
     *
     * @param known what an open batch knows; empty where it does not answer
     */
    public List<Target> open(Function<Target, Set<String>> known) {
        List<Target> all = new ArrayList<>(visibility.batches().stream()
                .filter(batch -> batch.closedAt() == null)
                .map(Target::of)
                .toList());
        Set<String> told =
                all.stream().flatMap(batch -> known.apply(batch).stream()).collect(Collectors.toSet());
        visibility.projects().stream()
                .filter(row -> row.closedAt() == null && !told.contains(row.workflowId()))
                .map(Target::of)
                .forEach(all::add);
        return all;
    }

    /** An open batch's open projects that it does not know. */
    public List<Target> strangers(Target batch, Function<Target, Set<String>> known) {
        List<Target> open = projectsOf(batch).stream().filter(Target::open).toList();
        if (open.isEmpty()) {
            return open;
        }
        Set<String> told = known.apply(batch);
        return open.stream()
                .filter(project -> !told.contains(project.workflowId()))
                .toList();
    }

    /** A project's row. */
    public ProjectRow row(Target project) {
        return visibility
                .project(project.workflowId())
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no project '" + project.name() + "'."));
    }

    /** What a batch was started with. */
    BatchInput order(Target batch) {
        return visibility
                .batch(batch.workflowId())
                .map(visibility::order)
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no batch '" + batch.name() + "'."));
    }

    /** A batch's projects. */
    public List<Target> projectsOf(Target batch) {
        return visibility.projects(batch.name()).stream().map(Target::of).toList();
    }
}
