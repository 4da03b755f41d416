package dev.slipway.batch;

import dev.slipway.change.Step;
import dev.slipway.project.ProjectReported;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link InspectProjects}: only projects that have an execution are listed, and those that had a repository in
 * an execution that Temporal has forgotten, as PENDING.
 */
public record InspectedProjects(List<Inspected> projects) {
    public InspectedProjects {
        projects = List.copyOf(projects);
    }

    /**
     * The newest execution of a project.
     *
     * @param running whether it is open
     * @param report as far as known; for an open one RUNNING, or NEEDS_ATTENTION where it rests
     * @param step it is in, or ended in; null where it is not known
     * @param owner of its repository; null where it has none yet, or that is not known
     * @param runKey of that execution, from its memo; null where it has none
     */
    public record Inspected(
            ProjectName name,
            boolean running,
            ProjectReported report,
            @Nullable Step step,
            @Nullable String owner,
            @Nullable RunKey runKey) {
        public Inspected(ProjectName name, boolean running, ProjectReported report, @Nullable RunKey runKey) {
            this(name, running, report, null, null, runKey);
        }
    }
}
