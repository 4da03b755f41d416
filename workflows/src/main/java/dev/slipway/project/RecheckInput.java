package dev.slipway.project;

import dev.slipway.repository.RepositoryId;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunKey;

/**
 * Input of {@link RecheckWorkflow}: the project and where its branch is.
 */
public record RecheckInput(BatchName batch, ProjectSpec project, RunKey runKey, RepositoryId repository) {}
