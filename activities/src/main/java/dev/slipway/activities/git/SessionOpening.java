package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.failure.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Opens one session: looks at the remote, fills the working tree where needed, and takes the checkpoint ref over. */
final class SessionOpening {
    private static final String HEADS = "refs/heads/";

    private final WorkStore store;
    private final RemoteLink link;
    private final CheckpointLease lease;
    private final SessionSpec spec;
    private final Path tree;
    private final CommitAuthor author;

    SessionOpening(
            WorkStore store, RemoteLink link, CheckpointLease lease, SessionSpec spec, Path tree, CommitAuthor author) {
        this.store = store;
        this.link = link;
        this.lease = lease;
        this.spec = spec;
        this.tree = tree;
        this.author = author;
    }

    OpenedTree run() throws IOException {
        Map<String, ObjectId> remote = link.fetch(List.of(spec.checkpointRef(), HEADS), this::needed);
        if (spec.readOnly()) {
            return look(remote);
        }
        ObjectId branch = remote.get(spec.branchRef());
        ObjectId checkpoint = remote.get(spec.checkpointRef());
        if (checkpoint == null) {
            holds(ours(branch, remote.get(spec.baseRef())));
            return begin(remote);
        }
        holds(branch == null ? Optional.empty() : heldBy(checkpoint, branch));
        return goOn(checkpoint);
    }

    private void holds(Optional<ObjectId> branch) throws IOException {
        if (branch.isPresent()) {
            store.remember(Memory.BRANCH, branch.get());
        } else {
            store.forget(Memory.BRANCH);
        }
    }

    /** The branch's head that is in a checkpoint: not what others pushed since. */
    private Optional<ObjectId> heldBy(ObjectId checkpoint, ObjectId branch) throws IOException {
        String published = CheckpointMark.of(store.commit(checkpoint))
                .map(CheckpointMark::published)
                .orElse(null);
        if (published != null && store.has(ObjectId.fromString(published))) {
            return Optional.of(ObjectId.fromString(published));
        }
        return Optional.of(branch).filter(head -> isOurs(head));
    }

    /** The branch's head where it has work of this run, be it below commits of others. */
    private Optional<ObjectId> ours(@Nullable ObjectId branch, @Nullable ObjectId base) throws IOException {
        if (branch == null || isOurs(branch)) {
            return Optional.ofNullable(branch);
        }
        return ancestry().hasWorkOf(spec.runKey(), branch, Optional.ofNullable(base))
                ? Optional.of(branch)
                : Optional.empty();
    }

    private boolean isOurs(ObjectId head) {
        try {
            return CheckpointMark.isOf(store.commit(head), spec.runKey());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Ancestry ancestry() {
        return new Ancestry(store, link, spec.refs());
    }

    private Set<String> needed(Map<String, ObjectId> remote) {
        Set<String> names = new LinkedHashSet<>();
        if (remote.containsKey(spec.branchRef())) {
            names.add(spec.branchRef());
        }
        if (!spec.readOnly() && remote.containsKey(spec.checkpointRef())) {
            names.add(spec.checkpointRef());
        } else if (!spec.readOnly() && remote.containsKey(spec.baseRef())) {
            names.add(spec.baseRef());
        }
        return names;
    }

    private OpenedTree look(Map<String, ObjectId> remote) throws IOException {
        ObjectId branch = remote.get(spec.branchRef());
        if (branch == null) {
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The branch " + spec.branch() + " is not in the repository: it was not pushed yet, or was deleted");
        }
        if (!store.recall(Memory.TREE).equals(Optional.of(branch))) {
            store.fill(tree, branch);
        }
        return new OpenedTree(branch.name(), true);
    }

    /** The run has a checkpoint: goes on from it, or from this host's own tree where it was the last to push. */
    private OpenedTree goOn(ObjectId checkpoint) throws IOException {
        RevCommit commit = store.commit(checkpoint);
        CheckpointMark mark = CheckpointMark.of(commit)
                .filter(found -> found.runKey().equals(spec.runKey()))
                .orElseThrow(() -> Failures.of(
                        FailureType.PUSH_CONFLICT,
                        "The ref " + spec.checkpointRef() + " on the remote is not a checkpoint of this run"));
        if (mark.session() > spec.session() || mark.fence() > spec.fence()) {
            throw Failures.of(
                    FailureType.SESSION_FENCED,
                    "Session " + spec.session() + " (lease " + spec.fence() + ") is too late: " + spec.checkpointRef()
                            + " belongs to session " + mark.session() + " (lease " + mark.fence() + ")");
        }
        boolean ours = store.recall(Memory.PUSHED).equals(Optional.of(checkpoint))
                || store.recall(Memory.PENDING).equals(Optional.of(checkpoint));
        boolean kept = ours && store.recall(Memory.TREE).isPresent();
        if (!kept) {
            store.fill(tree, checkpoint);
            store.dropBundle();
        }
        store.remember(Memory.BASE, commit.getParent(commit.getParentCount() - 1));
        store.remember(Memory.PUSHED, checkpoint);
        store.remember(Memory.PENDING, checkpoint);
        if (ours && mark.session() == spec.session() && mark.fence() == spec.fence()) {
            return new OpenedTree(checkpoint.name(), true); // this very session, opened again
        }
        return new OpenedTree(takeOver(checkpoint, null).name(), true);
    }

    /** The run has no checkpoint: starts from its branch if it published one, else from the base. */
    private OpenedTree begin(Map<String, ObjectId> remote) throws IOException {
        store.forget(Memory.PUSHED);
        store.forget(Memory.PENDING);
        ObjectId branch = store.recall(Memory.BRANCH).orElse(null);
        ObjectId base = remote.get(spec.baseRef());
        RefChange initial = null;
        ObjectId start;
        if (branch != null) {
            start = branch;
            base = baseOf(store.commit(branch), base);
        } else if (base != null) {
            start = base;
        } else if (remote.keySet().stream().anyMatch(name -> name.startsWith(HEADS))) {
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The repository has no branch '" + spec.base()
                            + "' to start from; set its default branch in the file");
        } else {
            base = store.writeInitial(spec);
            start = base;
            initial = new RefChange(spec.baseRef(), ObjectId.zeroId(), base);
        }
        boolean fromBranch = start.equals(branch);
        Optional<ObjectId> earlier = store.recall(Memory.BASE);
        boolean kept = store.recall(Memory.TREE).isPresent()
                && earlier.isPresent()
                && (initial == null || earlier.get().equals(base));
        if (kept && !fromBranch) {
            start = earlier.get();
        } else if (!kept) {
            store.fill(tree, start);
            store.remember(Memory.BASE, base);
        }
        return new OpenedTree(takeOver(start, initial).name(), kept || fromBranch);
    }

    /** What a branch that has work of this run started from. */
    private ObjectId baseOf(RevCommit branch, @Nullable ObjectId base) throws IOException {
        if (base != null && CheckpointMark.isShared(branch, spec.runKey())) {
            return ancestry().parted(branch, base).orElse(base);
        }
        return branch.getParentCount() > 0 ? branch.getParent(0) : branch;
    }

    /** Advances the checkpoint by a commit that says whose it is now. */
    private ObjectId takeOver(ObjectId from, @Nullable RefChange initial) throws IOException {
        ObjectId base = store.recall(Memory.BASE).orElseThrow();
        Optional<ObjectId> branch = store.recall(Memory.BRANCH);
        ObjectId commit = store.write(
                store.treeOf(from),
                store.below(from, branch, base),
                author.at(WorkspaceGit.now()),
                CheckpointMark.of(spec, branch).takingOver(store.commit(from), opening()));
        lease.advance(commit, initial);
        return commit;
    }

    /** Two hosts that open the same session must not make the same commit, or both would hold the lease. */
    private static String opening() {
        return UUID.randomUUID().toString();
    }
}
