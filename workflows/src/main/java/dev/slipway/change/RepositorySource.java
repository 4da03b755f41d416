package dev.slipway.change;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryActivities;

/** How a change comes to its repository: a project creates one, a task finds one. */
@FunctionalInterface
public interface RepositorySource {

    /** Content writes that {@link #get} needs at most. */
    default int writes() {
        return 2;
    }

    Repository get(RepositoryActivities github, AccountLease lease, WriteSlots writes);
}
