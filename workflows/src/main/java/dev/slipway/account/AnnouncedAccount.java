package dev.slipway.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as a worker found it.
 *
 * @param login GitHub's name of its user
 * @param owner where its repositories go unless a project says otherwise
 * @param owners all owners for which it can create and push repositories, {@code owner} included
 * @param maxProjects at most so many leases at a time; 0 for no bound
 * @param blocked why it can't be used now; null when it can
 * @param problem the same for people; null when it can
 * @param blockedUntil when it returns by itself, where GitHub said so; else null
 */
public record AnnouncedAccount(
        AccountName account,
        String login,
        String owner,
        List<String> owners,
        int maxProjects,
        @Nullable BlockReason blocked,
        @Nullable String problem,
        @Nullable Instant blockedUntil) {
    public AnnouncedAccount {
        owners = List.copyOf(owners);
    }

    /** Of one that GitHub refuses to tell about: who it was before, and where it could write. */
    AnnouncedAccount orAsBefore(AnnouncedAccount before) {
        return login.isEmpty() && !before.login().isEmpty()
                ? new AnnouncedAccount(
                        account,
                        before.login(),
                        before.owner(),
                        before.owners(),
                        maxProjects,
                        blocked,
                        problem,
                        blockedUntil)
                : this;
    }

    /** One that does not return by itself. */
    public AnnouncedAccount(
            AccountName account,
            String login,
            String owner,
            List<String> owners,
            int maxProjects,
            @Nullable BlockReason blocked,
            @Nullable String problem) {
        this(account, login, owner, owners, maxProjects, blocked, problem, null);
    }
}
