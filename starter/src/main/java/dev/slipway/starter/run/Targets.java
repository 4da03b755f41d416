package dev.slipway.starter.run;

import dev.slipway.run.RunState;
import dev.slipway.starter.output.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @param waitingFor as {@link ProjectRow#waitingFor}; empty for a batch
     */
    public record Target(
            String workflowId, boolean batch, String name, RunState state, boolean open, String waitingFor) {
        /** A project. */
        public static Target of(ProjectRow row) {
            return new Target(
                    row.workflowId(), false, row.name(), row.state(), row.closedAt() == null, row.waitingFor());
        }

        static Target of(BatchRow row) {
            return new Target(row.workflowId(), true, row.name(), row.state(), row.closedAt() == null, "");
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

    /** Everything that is open: batches, and projects whose batch is over. */
    public List<Target> open() {
        List<BatchRow> batches = visibility.batches().stream()
                .filter(batch -> batch.closedAt() == null)
                .toList();
        List<String> names = batches.stream().map(BatchRow::name).toList();
        List<Target> all = new ArrayList<>(batches.stream().map(Target::of).toList());
        visibility.projects().stream()
                .filter(row -> row.closedAt() == null && !names.contains(row.batch()))
                .map(Target::of)
                .forEach(all::add);
        return all;
    }

    /** A project's row. */
    public ProjectRow row(Target project) {
        return visibility
                .project(project.workflowId())
                .orElseThrow(() -> CommandFailure.wrongUsage("There is no project '" + project.name() + "'."));
    }

    /** A batch's projects. */
    public List<Target> projectsOf(Target batch) {
        return visibility.projects(batch.name()).stream().map(Target::of).toList();
    }
}
