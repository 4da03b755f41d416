package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import java.util.List;

/**
 * Give a repository its topics. A repository without the marker keeps its own.
 *
 * @param created whether the caller has just created it, so that the marker need not be looked at
 * @param topics as wished; GitHub keeps them in lower case
 * @param writes a reserved time for the content write
 */
public record SetTopics(
        RepositoryId repository,
        String marker,
        boolean created,
        List<String> topics,
        AccountLease lease,
        WriteSlots writes) {
    public SetTopics {
        topics = List.copyOf(topics);
    }
}
