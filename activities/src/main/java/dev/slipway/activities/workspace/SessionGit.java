package dev.slipway.activities.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.failure.FailureType;
import dev.slipway.workspace.OpenWorkspace;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Git in a workspace, under the lease of whichever session has it; one at a time uses it. */
final class SessionGit {
    private final WorkspaceFolder folder;
    private final WorkspaceRepositories repositories;
    private final ReentrantLock using = new ReentrantLock();
    private @Nullable WorkspaceRepository repository;
    private volatile @Nullable AccountLease lease;

    SessionGit(WorkspaceFolder folder, WorkspaceRepositories repositories) {
        this.folder = folder;
        this.repositories = repositories;
    }

    /** Opens the repository for a session, in place of an earlier one's; where that fails, the earlier one stays. */
    OpenedTree open(OpenWorkspace request, List<String> ignore) {
        WorkspaceRepository fresh = repositories.of(folder, request, () -> lease);
        SessionSpec spec = new SessionSpec(
                request.runKey(),
                request.session(),
                request.lease().fence(),
                request.branch(),
                request.base(),
                request.title(),
                request.readOnly(),
                ignore);
        using.lock();
        try {
            AccountLease before = lease;
            lease = request.lease();
            try {
                OpenedTree tree = fresh.open(spec);
                WorkspaceRepository old = repository;
                repository = fresh;
                if (old != null) {
                    old.close();
                }
                return tree;
            } catch (RuntimeException e) {
                lease = before;
                fresh.close();
                throw e;
            }
        } finally {
            using.unlock();
        }
    }

    /** Takes a step's lease over, which may have been renewed since the session was opened. */
    void renew(AccountLease now) {
        AccountLease had = lease;
        if (had == null || now.fence() >= had.fence()) {
            lease = now;
        }
    }

    /** Throws {@code LEASE_LOST} where the account's lease has run out, {@code SESSION_GONE} where nothing is open. */
    <T> T use(Function<WorkspaceRepository, T> deed) {
        using.lock();
        try {
            WorkspaceRepository open = repository;
            AccountLease now = lease;
            if (open == null) {
                throw Failures.of(FailureType.SESSION_GONE, "the session was given up");
            }
            Instant clock = Instant.now();
            if (now != null && now.expiresAt() != null && now.expiresAt().isBefore(clock)) {
                throw Failures.of(
                        FailureType.LEASE_LOST,
                        "the lease of account " + now.account() + " ran out at " + now.expiresAt()
                                + "; this host's clock says " + clock);
            }
            return deed.apply(open);
        } finally {
            using.unlock();
        }
    }

    /** Closes the repository's files. */
    void release() {
        using.lock();
        try {
            WorkspaceRepository open = repository;
            repository = null;
            if (open != null) {
                open.close();
            }
        } finally {
            using.unlock();
        }
    }
}
