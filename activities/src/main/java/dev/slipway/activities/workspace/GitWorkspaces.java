package dev.slipway.activities.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.CommitAuthor;
import dev.slipway.activities.git.GitRemote;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.RemoteCredential;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.git.WorkspaceGit;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.repository.RepositoryId;
import dev.slipway.workspace.OpenWorkspace;
import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Sessions on a real remote, with the leased account's token sent to the configured host only. */
final class GitWorkspaces implements WorkspaceRepositories {
    private final URI allowedBase;
    private final BiFunction<Supplier<AccountName>, RepositoryId, RemoteCredential> credentials;
    private final SecretScanner scanner;

    GitWorkspaces(
            URI allowedBase,
            BiFunction<Supplier<AccountName>, RepositoryId, RemoteCredential> credentials,
            SecretScanner scanner) {
        this.allowedBase = allowedBase;
        this.credentials = credentials;
        this.scanner = scanner;
    }

    @Override
    public WorkspaceRepository of(WorkspaceFolder folder, OpenWorkspace session, Supplier<AccountLease> lease) {
        GitRemote remote = new GitRemote(
                URI.create(session.repository().cloneUrl()),
                allowedBase,
                credentials.apply(
                        () -> lease.get().account(), session.repository().id()));
        return new OnGit(new WorkspaceGit(
                folder.git(),
                folder.tree(),
                remote,
                scanner,
                CommitAuthor.of(session.lease().login())));
    }

    private record OnGit(WorkspaceGit git) implements WorkspaceRepository {
        @Override
        public OpenedTree open(SessionSpec spec) {
            return git.open(spec);
        }

        @Override
        public CheckpointOutcome checkpoint(String message) {
            return git.checkpoint(message);
        }

        @Override
        public PublishOutcome publish(String message) {
            return git.publish(message, true);
        }

        @Override
        public CatchUpOutcome catchUp(boolean withBase) {
            return git.catchUp(withBase);
        }

        @Override
        public void dropCheckpoint() {
            git.dropCheckpoint();
        }

        @Override
        public void close() {
            git.close();
        }
    }
}
