package dev.slipway.change;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryActivities;
import dev.slipway.repository.TopicsSet;

/** How a change comes to its repository: a project creates one, a task finds one. */
public interface RepositorySource {
    /** Content writes that {@link #get} needs at most. */
    int writes();

    Repository get(RepositoryActivities github, AccountLease lease, WriteSlots writes);

    /** Whether the repository is to be given topics. */
    default boolean hasTopics() {
        return false;
    }

    /** Gives it its topics; asked for only where there are some. */
    default TopicsSet setTopics(
            RepositoryActivities github, Repository repository, AccountLease lease, WriteSlots writes) {
        return new TopicsSet(false, 0);
    }
}
