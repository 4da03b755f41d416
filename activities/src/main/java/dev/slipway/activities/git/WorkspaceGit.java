package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.Gathering.Gathered;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.scan.Finding;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Git for one workspace. The working tree belongs to strangers; the Git directory lies outside of it and is ours alone.
 * Nothing that lies in the tree is obeyed, nothing is pushed that the secret scan flags, and every push is fenced by
 * the run's checkpoint ref.
 *
 * <p>All methods throw {@code ApplicationFailure}: {@code SESSION_FENCED}, {@code PUSH_CONFLICT}, {@code ACCOUNT_*},
 * {@code REQUEST_REFUSED}, {@code HOST_RESOURCES} or {@code UNAVAILABLE}. One at a time runs.
 */
public final class WorkspaceGit implements AutoCloseable {
    private final Path gitDir;
    private final Path tree;
    private final GitRemote remote;
    private final SecretScanner scanner;
    private final CommitAuthor author;
    private @Nullable Opened opened;

    private record Opened(WorkStore store, RemoteLink link, SessionSpec spec, CheckpointLease lease) {}

    /** Commits as {@link CommitAuthor#SLIPWAY}. */
    public WorkspaceGit(Path gitDir, Path tree, GitRemote remote, SecretScanner scanner) {
        this(gitDir, tree, remote, scanner, CommitAuthor.SLIPWAY);
    }

    /**
     * For the working tree {@code tree}, with its Git directory at {@code gitDir}, which must not lie in the tree.
     */
    public WorkspaceGit(Path gitDir, Path tree, GitRemote remote, SecretScanner scanner, CommitAuthor author) {
        this.gitDir = gitDir.toAbsolutePath().normalize();
        this.tree = tree.toAbsolutePath().normalize();
        if (this.gitDir.startsWith(this.tree)) {
            throw new IllegalArgumentException("the Git directory " + gitDir + " lies in the working tree " + tree);
        }
        this.remote = remote;
        this.scanner = scanner;
        this.author = author;
    }

    /**
     * Fills the working tree and takes the checkpoint ref over. An empty remote gets an initial commit on the base
     * branch. Where this host was the last to work here, its tree stays as it is, unpushed work included; else the
     * checkpoint is restored.
     */
    public synchronized OpenedTree open(SessionSpec spec) {
        return local("Opening the workspace", () -> {
            close();
            WorkStore store = WorkStore.open(gitDir);
            RemoteLink link = new RemoteLink(store.repository(), remote);
            CheckpointLease lease = new CheckpointLease(store, link, spec);
            try {
                OpenedTree result = new SessionOpening(store, link, lease, spec, tree, author).run();
                opened = new Opened(store, link, spec, lease);
                return result;
            } finally {
                if (opened == null) {
                    store.close();
                }
            }
        });
    }

    /** Commits the tree and pushes it to the checkpoint ref, unless nothing changed or the scan found something. */
    public synchronized CheckpointOutcome checkpoint(String message) {
        return local("Checkpointing the workspace", () -> {
            Opened at = whole();
            WorkStore store = at.store();
            ObjectId pushed = pushed(store);
            ObjectId now = snapshot(at, pushed);
            ObjectId before = store.treeOf(pushed);
            if (now.equals(before)) {
                store.dropBundle();
                boolean earlier = CheckpointMark.workIn(store.commit(pushed)).equals(Optional.of(message));
                return new CheckpointOutcome(pushed.name(), earlier, List.of());
            }
            List<Finding> findings = scanner.scan(
                    TreeChanges.between(store.repository(), before, now).added());
            ObjectId commit = checkpointCommit(at, now, message, store.recall(Memory.BRANCH));
            if (!findings.isEmpty()) {
                store.keepBundle(commit, pushed);
                return new CheckpointOutcome(commit.name(), true, findings);
            }
            at.lease().advance(commit, null);
            store.dropBundle();
            return new CheckpointOutcome(commit.name(), true, List.of());
        });
    }

    /**
     * Pushes the tree as the change's branch, atomically with the checkpoint. Saying it twice pushes once.
     *
     * @param squash one commit on the base, in place of what this run published before; otherwise one more commit on
     *     top of that. On top of what others pushed it is always one more.
     */
    public synchronized PublishOutcome publish(String message, boolean squash) {
        return local("Publishing the branch", () -> {
            Opened at = whole();
            WorkStore store = at.store();
            ObjectId pushed = pushed(store);
            ObjectId base = store.recall(Memory.BASE).orElseThrow();
            ObjectId now = snapshot(at, pushed);
            TreeChanges changes = TreeChanges.between(store.repository(), store.treeOf(base), now);
            if (changes.files() == 0) {
                return PublishOutcome.unchanged(base.name());
            }
            Optional<ObjectId> branch = store.recall(Memory.BRANCH);
            List<Finding> findings = scanner.scan(changes.added());
            if (!findings.isEmpty()) {
                store.keepBundle(checkpointCommit(at, now, message, branch), pushed);
                return PublishOutcome.heldBack(findings, List.of(), changes.files());
            }
            List<TreeConflict> marks = ConflictMarks.left(changes.added());
            if (!marks.isEmpty()) {
                return PublishOutcome.heldBack(List.of(), marks, changes.files());
            }
            ObjectId head = new BranchHead(store, at.link(), at.spec()).of(now, squash, author.at(now()), message);
            if (!branch.equals(Optional.of(head)) || !store.treeOf(pushed).equals(now)) {
                ObjectId checkpoint = checkpointCommit(at, now, message, Optional.of(head));
                RefChange change = new RefChange(at.spec().branchRef(), branch.orElse(ObjectId.zeroId()), head);
                try {
                    at.lease().advance(checkpoint, change);
                } catch (ApplicationFailure refused) {
                    if (branch.isPresent() && Failures.is(refused, FailureType.PUSH_CONFLICT)) {
                        return PublishOutcome.overtaken(changes.files());
                    }
                    throw refused;
                }
            }
            store.dropBundle();
            return PublishOutcome.pushed(head.name(), changes.files());
        });
    }

    /**
     * Brings the working tree up to date with what others pushed to the change's branch, and pushes that to the checkpoint
     * ref; the branch itself stays as it is. What lies in the tree without being committed is lost where something comes
     * in, such as build outputs.
     *
     * @param withBase also with the base branch
     */
    public synchronized CatchUpOutcome catchUp(boolean withBase) {
        CheckpointOutcome before = checkpoint("Before catching up");
        if (!before.findings().isEmpty()) {
            return new CatchUpOutcome("", List.of(), before.findings());
        }
        return local("Catching up with the remote", () -> {
            Opened at = whole();
            WorkStore store = at.store();
            Gathered came = new Gathering(store, at.link(), at.spec()).run(withBase);
            if (came.branch().isEmpty()) {
                store.forget(Memory.BRANCH);
            }
            if (!came.with().isEmpty() || !store.recall(Memory.BASE).equals(Optional.of(came.base()))) {
                // Not scanned again: each part was scanned before, or is on the remote already.
                String message = CheckpointMark.of(at.spec(), came.branch()).below("Caught up with " + came.with());
                List<ObjectId> parents = store.below(pushed(store), came.branch(), came.base());
                ObjectId commit = store.write(came.tree(), parents, author.at(now()), message);
                // From here on the tree is not what the checkpoint says, until whole() fills it.
                store.forget(Memory.TREE);
                at.lease().advance(commit, null);
                whole();
            }
            return new CatchUpOutcome(came.with(), came.conflicts(), List.of());
        });
    }

    /** Deletes the checkpoint ref on the remote; one that is gone already is fine. */
    public synchronized void dropCheckpoint() {
        local("Dropping the checkpoint", () -> {
            writable().lease().drop();
            return null;
        });
    }

    /** HTTP requests that Git spent since opening. */
    public synchronized int requests() {
        return opened == null ? 0 : opened.link().requests();
    }

    /** Where work that the scan held back lies as a bundle; the file exists only then. */
    public Path heldBack() {
        return gitDir.resolveSibling("held-back.bundle");
    }

    /** Releases files; what is on disk stays, and can be opened again. */
    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.store().close();
            opened = null;
        }
    }

    private ObjectId checkpointCommit(Opened at, ObjectId now, String message, Optional<ObjectId> branch)
            throws IOException {
        ObjectId base = at.store().recall(Memory.BASE).orElseThrow();
        List<ObjectId> parents = at.store().below(pushed(at.store()), branch, base);
        return at.store()
                .write(
                        now,
                        parents,
                        author.at(now()),
                        CheckpointMark.of(at.spec(), branch).below(message));
    }

    private ObjectId snapshot(Opened at, ObjectId pushed) throws IOException {
        WorkStore store = at.store();
        return TreeSnapshot.take(
                        store.repository(),
                        tree,
                        store.treeOf(pushed),
                        at.spec().ignore())
                .tree();
    }

    private static ObjectId pushed(WorkStore store) throws IOException {
        return store.recall(Memory.PUSHED)
                .orElseThrow(() -> Failures.of(
                        FailureType.SESSION_GONE, "The workspace's checkpoint was dropped; open a session first"));
    }

    /** With what came of the last push known, and the tree as it is to be. */
    private Opened whole() throws IOException {
        Opened at = writable();
        at.lease().settle();
        if (at.store().recall(Memory.TREE).isEmpty()) {
            at.store().restore(tree, pushed(at.store()));
        }
        return at;
    }

    private Opened writable() {
        Opened at = opened;
        if (at == null) {
            throw Failures.of(FailureType.SESSION_GONE, "The workspace is not open");
        }
        if (at.spec().readOnly()) {
            throw Failures.of(FailureType.INTERNAL, "The workspace was opened to read only; nothing can be pushed");
        }
        return at;
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static <T> T local(String doing, Deed<T> deed) {
        try {
            return deed.run();
        } catch (IOException failed) {
            throw GitTrouble.local(doing, failed);
        } catch (UncheckedIOException failed) {
            throw GitTrouble.local(doing, failed.getCause());
        }
    }

    private interface Deed<T> {
        T run() throws IOException;
    }
}
