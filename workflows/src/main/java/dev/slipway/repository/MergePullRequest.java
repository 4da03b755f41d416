package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;

/**
 * Merge a pull request; one that is merged already counts as merged.
 *
 * @param commit the head that was verified; GitHub refuses to merge another
 */
public record MergePullRequest(
        RepositoryId repository,
        int number,
        String commit,
        MergeMethod method,
        AccountLease lease,
        WriteSlots writes) {}
