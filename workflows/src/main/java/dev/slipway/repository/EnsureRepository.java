package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;

/**
 * Find this project's repository, or create it.
 *
 * @param wanted owner and wanted name
 * @param marker the project's workflow id; the creating request carries it at the end of the description, as {@code (slipway: <marker>)}, and a repository with it is this project's
 * @param defaultBranch the branch that the pull request will target
 * @param lease the account to act as
 * @param writes a reserved time for the content write; what follows it is left alone
 */
public record EnsureRepository(
        RepositoryId wanted,
        String marker,
        String description,
        Visibility visibility,
        String defaultBranch,
        OnNameTaken onNameTaken,
        AccountLease lease,
        WriteSlots writes) {}
