package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Puts the last checkpoint's tree together with what others pushed since, in the object store only. */
final class Gathering {
    private final WorkStore store;
    private final RemoteLink link;
    private final SessionSpec spec;
    private final Ancestry ancestry;

    private final List<TreeConflict> conflicts = new ArrayList<>();
    private final StringJoiner with = new StringJoiner(" and ");
    private ObjectId tree = ObjectId.zeroId();

    Gathering(WorkStore store, RemoteLink link, SessionSpec spec) {
        this.store = store;
        this.link = link;
        this.spec = spec;
        ancestry = new Ancestry(store, link, spec.refs());
    }

    /**
     * What came together.
     *
     * @param branch head of the change's branch that is in it; empty where the remote has none
     * @param base commit of the base branch that is in it
     * @param with what came in, for people
     */
    record Gathered(
            ObjectId tree, Optional<ObjectId> branch, ObjectId base, String with, List<TreeConflict> conflicts) {}

    /**
     * Fetches and merges.
     *
     * @throws ApplicationFailure {@code PUSH_CONFLICT} where the branch is not this change's any more
     */
    Gathered run(boolean withBase) throws IOException {
        Map<String, ObjectId> remote = link.fetch(spec.refs(), Map::keySet);
        tree = store.treeOf(store.recall(Memory.PUSHED).orElseThrow());
        Optional<ObjectId> branch = bringBranch(remote.get(spec.branchRef()));
        ObjectId base = store.recall(Memory.BASE).orElseThrow();
        ObjectId there = remote.get(spec.baseRef());
        if (withBase && there != null) {
            base = bringBase(base, branch, there);
        }
        return new Gathered(tree, branch, base, with.toString(), List.copyOf(conflicts));
    }

    private Optional<ObjectId> bringBranch(@Nullable ObjectId there) throws IOException {
        if (there == null) {
            return Optional.empty();
        }
        ObjectId held = store.recall(Memory.BRANCH).orElseThrow(() -> conflict("was not pushed by this run", there));
        if (!held.equals(there)) {
            ObjectId from = ancestry.parted(held, there)
                    .orElseThrow(() -> conflict("has no history in common with this change any more", there));
            if (from.equals(there)) {
                throw conflict("was set back by others, without commits of this run", there);
            }
            merge(from, there, spec.branch());
        }
        return Optional.of(there);
    }

    private ObjectId bringBase(ObjectId base, Optional<ObjectId> branch, ObjectId there) throws IOException {
        ObjectId from = ancestry.parted(base, there)
                .orElseThrow(() -> Failures.of(
                        FailureType.PUSH_CONFLICT,
                        "The base branch " + spec.base() + " was replaced by others; it has no history in common with"
                                + " this change. Abandon it, and begin anew."));
        if (from.equals(there)) {
            return base;
        }
        if (branch.isPresent()) {
            // Others may have brought parts of the base into the branch already.
            ObjectId later = ancestry.parted(branch.get(), there).orElse(from);
            from = ancestry.holds(later, from) ? later : from;
        }
        if (!from.equals(there)) {
            merge(from, there, spec.base());
        }
        return there;
    }

    private void merge(ObjectId from, ObjectId there, String name) throws IOException {
        String theirs = name + " at " + there.abbreviate(10).name();
        TreeMerge.Merged merged = TreeMerge.of(
                store.repository(),
                store.treeOf(from),
                tree,
                store.treeOf(there),
                ConflictMarks.OURS,
                ConflictMarks.theirs(theirs));
        tree = merged.tree();
        conflicts.addAll(merged.conflicts());
        with.add(theirs);
    }

    private ApplicationFailure conflict(String what, ObjectId there) {
        return Failures.of(
                FailureType.PUSH_CONFLICT,
                "The branch " + spec.branch() + " on the remote " + what + " (it is at "
                        + there.abbreviate(10).name()
                        + "). Look at what was pushed there; delete or rename it and retry, or abandon.");
    }
}
