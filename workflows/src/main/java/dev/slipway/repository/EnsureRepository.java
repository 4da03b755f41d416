package dev.slipway.repository;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import java.util.List;

/**
 * Find this project's repository, or create it.
 *
 * @param wanted owner and wanted name
 * @param marker the project's workflow id; the creating request carries it at the end of the description, as {@code (slipway: <marker>)}, and a repository with it is this project's
 * @param defaultBranch the branch that the pull request will target
 * @param lease the account to act as
 * @param writes reserved times for the (at most two) content writes
 */
public record EnsureRepository(
        RepositoryId wanted,
        String marker,
        String description,
        Visibility visibility,
        List<String> topics,
        String defaultBranch,
        OnNameTaken onNameTaken,
        AccountLease lease,
        WriteSlots writes) {
    public EnsureRepository {
        topics = List.copyOf(topics);
    }
}
