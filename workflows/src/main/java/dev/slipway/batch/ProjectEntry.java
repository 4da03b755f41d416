package dev.slipway.batch;

import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * A project, and the run key to use unless an earlier, unfinished run of it has one.
 *
 * @param from the step from which an unfinished run goes on; null from the beginning
 * @param by the person who wants it to run again though it is over; null where its batch starts it by itself
 */
public record ProjectEntry(
        ProjectSpec project,
        RunKey runKey,
        @Nullable Step from,
        @Nullable String by) {
    public ProjectEntry(ProjectSpec project, RunKey runKey) {
        this(project, runKey, null, null);
    }
}
