package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.failure.FailureType;
import java.io.IOException;
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
        if (branch == null) {
            store.forget(Memory.BRANCH);
        } else {
            store.remember(Memory.BRANCH, branch);
        }
        ObjectId checkpoint = remote.get(spec.checkpointRef());
        return checkpoint == null ? begin(remote) : goOn(checkpoint);
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
            fill(branch);
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
            fill(checkpoint);
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
        ObjectId branch = remote.get(spec.branchRef());
        ObjectId base = remote.get(spec.baseRef());
        RefChange initial = null;
        ObjectId start;
        if (branch != null && CheckpointMark.isOf(store.commit(branch), spec.runKey())) {
            RevCommit published = store.commit(branch);
            start = branch;
            base = published.getParentCount() > 0 ? published.getParent(0) : branch;
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
            fill(start);
            store.remember(Memory.BASE, base);
        }
        return new OpenedTree(takeOver(start, initial).name(), kept || fromBranch);
    }

    /** Advances the checkpoint by a commit that says whose it is now. */
    private ObjectId takeOver(ObjectId from, @Nullable RefChange initial) throws IOException {
        ObjectId base = store.recall(Memory.BASE).orElseThrow();
        Set<ObjectId> parents = new LinkedHashSet<>(List.of(from));
        parents.add(base);
        ObjectId commit = store.write(
                store.treeOf(from),
                List.copyOf(parents),
                author.at(WorkspaceGit.now()),
                CheckpointMark.of(spec).takingOver(store.commit(from), opening()));
        lease.advance(commit, initial);
        return commit;
    }

    /** Two hosts that open the same session must not make the same commit, or both would hold the lease. */
    private static String opening() {
        return UUID.randomUUID().toString();
    }

    private void fill(ObjectId commit) throws IOException {
        store.forget(Memory.TREE);
        TreeCheckout.replace(store.repository(), tree, store.treeOf(commit));
        store.remember(Memory.TREE, commit);
    }
}
