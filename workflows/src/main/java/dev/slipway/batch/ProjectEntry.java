package dev.slipway.batch;

import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * A project, and the run key to use unless an earlier, unfinished run of it has one.
 *
 * @param from the step from which an unfinished run goes on; null from the beginning
 */
public record ProjectEntry(
        ProjectSpec project, RunKey runKey, @Nullable Step from) {
    public ProjectEntry(ProjectSpec project, RunKey runKey) {
        this(project, runKey, null);
    }
}
