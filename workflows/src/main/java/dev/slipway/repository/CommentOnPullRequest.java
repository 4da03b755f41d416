package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.run.RunKey;

/**
 * Say something on a run's pull request: one comment a run, whose text is the latest. It carries the line
 * {@code Slipway run: <runKey>}.
 *
 * @param number of the pull request
 * @param writes reserved time for the one content write
 */
public record CommentOnPullRequest(
        RepositoryId repository, RunKey runKey, int number, String body, AccountLease lease, WriteSlots writes) {}
