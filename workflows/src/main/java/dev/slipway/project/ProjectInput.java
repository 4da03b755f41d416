package dev.slipway.project;

import dev.slipway.run.BatchName;
import dev.slipway.run.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@link ProjectWorkflow}.
 *
 * @param reportTo workflow id of the batch that is told by signal {@code projectReported}; null when started alone
 */
public record ProjectInput(
        BatchName batch,
        ProjectSpec project,
        RunKey runKey,
        @Nullable String reportTo) {}
