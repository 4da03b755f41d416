package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.run.RunKey;

/**
 * Find the pull request of this run, or open it. Its body carries the line {@code Slipway run: <runKey>}.
 *
 * @param head branch of the change, {@code slipway/<runKey>}
 * @param writes reserved time for the one content write
 */
public record OpenPullRequest(
        RepositoryId repository,
        RunKey runKey,
        String head,
        String base,
        String title,
        String body,
        AccountLease lease,
        WriteSlots writes) {}
