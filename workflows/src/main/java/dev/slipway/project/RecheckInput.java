package dev.slipway.project;

import dev.slipway.change.ChangeOptions;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * Input of {@link RecheckWorkflow}: the project and where its branch is.
 *
 * @param url of the repository, as its report names it
 * @param options time-outs; null for the usual ones
 */
public record RecheckInput(
        BatchName batch,
        ProjectSpec project,
        RunKey runKey,
        RepositoryId repository,
        String url,
        @Nullable ChangeOptions options) {

    public RecheckInput(BatchName batch, ProjectSpec project, RunKey runKey, RepositoryId repository, String url) {
        this(batch, project, runKey, repository, url, null);
    }
}
