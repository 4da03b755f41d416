package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.failure.FailureType;
import dev.slipway.scan.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
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
            Opened at = writable();
            at.lease().settle();
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
            ObjectId commit = checkpointCommit(at, now, message, CheckpointMark.of(at.spec()));
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
     *     top of that
     */
    public synchronized PublishOutcome publish(String message, boolean squash) {
        return local("Publishing the branch", () -> {
            Opened at = writable();
            at.lease().settle();
            WorkStore store = at.store();
            ObjectId pushed = pushed(store);
            ObjectId base = store.recall(Memory.BASE).orElseThrow();
            ObjectId now = snapshot(at, pushed);
            TreeChanges changes = TreeChanges.between(store.repository(), store.treeOf(base), now);
            if (changes.files() == 0) {
                return new PublishOutcome(base.name(), false, List.of(), 0);
            }
            List<Finding> findings = scanner.scan(changes.added());
            if (!findings.isEmpty()) {
                store.keepBundle(checkpointCommit(at, now, message, CheckpointMark.of(at.spec())), pushed);
                return new PublishOutcome("", true, findings, changes.files());
            }
            Optional<ObjectId> branch = store.recall(Memory.BRANCH);
            ObjectId parent = squash ? base : branch.orElse(base);
            ObjectId head = head(at, branch, parent, now, message);
            if (!branch.equals(Optional.of(head)) || !store.treeOf(pushed).equals(now)) {
                ObjectId checkpoint = checkpointCommit(
                        at, now, message, CheckpointMark.of(at.spec()).publishing(head));
                at.lease()
                        .advance(
                                checkpoint,
                                new RefChange(at.spec().branchRef(), branch.orElse(ObjectId.zeroId()), head));
            }
            store.dropBundle();
            return new PublishOutcome(head.name(), true, List.of(), changes.files());
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

    /** The branch's head as it should be: the one that is there where it says the same already. */
    private ObjectId head(Opened at, Optional<ObjectId> branch, ObjectId parent, ObjectId now, String message)
            throws IOException {
        if (branch.isPresent()) {
            RevCommit there = at.store().commit(branch.get());
            if (!CheckpointMark.isOf(there, at.spec().runKey())) {
                throw Failures.of(
                        FailureType.PUSH_CONFLICT,
                        "The branch " + at.spec().branch() + " on the remote was not pushed by this run (it is at "
                                + there.abbreviate(10).name() + ")");
            }
            if (there.getTree().getId().equals(now)) {
                return branch.get();
            }
        }
        return at.store()
                .write(
                        now,
                        List.of(parent),
                        author.at(now()),
                        CheckpointMark.withRun(message, at.spec().runKey()));
    }

    private ObjectId checkpointCommit(Opened at, ObjectId now, String message, CheckpointMark mark) throws IOException {
        ObjectId base = at.store().recall(Memory.BASE).orElseThrow();
        return at.store().write(now, List.of(pushed(at.store()), base), author.at(now()), mark.below(message));
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
