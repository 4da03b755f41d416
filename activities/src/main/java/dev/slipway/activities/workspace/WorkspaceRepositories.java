package dev.slipway.activities.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.workspace.OpenWorkspace;
import java.util.function.Supplier;

/** Makes the Git side of a session. */
@FunctionalInterface
interface WorkspaceRepositories {
    /**
     * The repository of a session, not yet opened.
     *
     * @param lease the account under which to push, asked for before each connection
     */
    WorkspaceRepository of(WorkspaceFolder folder, OpenWorkspace session, Supplier<AccountLease> lease);
}
