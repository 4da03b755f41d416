package dev.slipway.project;

import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Step;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@link ProjectWorkflow}.
 *
 * @param reportTo workflow id of the batch that is told by signal {@code projectReported}; null when started alone
 * @param again whether an earlier execution used the same run key: its recorded steps are not this one's
 * @param from the step from which to go on, where its work can still be had; null from the beginning
 * @param by the person who wanted it to run again; null where nobody in particular did
 * @param options time-outs; null for the usual ones
 */
public record ProjectInput(
        BatchName batch,
        ProjectSpec project,
        RunKey runKey,
        @Nullable String reportTo,
        boolean again,
        @Nullable Step from,
        @Nullable String by,
        @Nullable ChangeOptions options) {

    public ProjectInput(BatchName batch, ProjectSpec project, RunKey runKey, @Nullable String reportTo) {
        this(batch, project, runKey, reportTo, false, null, null, null);
    }
}
