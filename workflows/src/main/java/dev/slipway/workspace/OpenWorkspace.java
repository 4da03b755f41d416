package dev.slipway.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.repository.Repository;
import dev.slipway.run.RunKey;
import dev.slipway.run.ToolchainName;

/**
 * Open a workspace session on this host and hold one of its slots until it is closed.
 *
 * @param workflowId who is told by signal {@code workspaceOpened}
 * @param session number of the session; grows with each that is opened for the run key, over executions too
 * @param branch the change's branch, {@code slipway/<runKey>}
 * @param base the branch that it starts from
 * @param title of the initial commit's README where the repository is empty
 * @param toolchain whose build outputs are not committed
 * @param readOnly only fetch {@code branch} to look at it: no checkpoint is advanced and nothing can be pushed
 */
public record OpenWorkspace(
        String workflowId,
        RunKey runKey,
        long session,
        Repository repository,
        String branch,
        String base,
        String title,
        ToolchainName toolchain,
        boolean readOnly,
        AccountLease lease) {}
