package dev.slipway.activities.git;

import dev.slipway.activities.git.WorkStore.Memory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The commit that the change's branch is to be at. As long as nobody else pushed to it, that is one commit on the base.
 * What others pushed is never rewritten: from then on there is one more commit on top, which joins the base too where
 * that was brought in.
 */
final class BranchHead {
    private final WorkStore store;
    private final RemoteLink link;
    private final SessionSpec spec;

    BranchHead(WorkStore store, RemoteLink link, SessionSpec spec) {
        this.store = store;
        this.link = link;
        this.spec = spec;
    }

    /**
     * The one that is there where it says the same already.
     *
     * @param squash in place of what this run published before, where only this run did
     */
    ObjectId of(ObjectId tree, boolean squash, PersonIdent author, String message) throws IOException {
        ObjectId base = store.recall(Memory.BASE).orElseThrow();
        Optional<ObjectId> held = store.recall(Memory.BRANCH);
        if (held.isEmpty()) {
            return store.write(tree, List.of(base), author, CheckpointMark.withRun(message, spec.runKey()));
        }
        RevCommit there = store.commit(held.get());
        boolean same = there.getTree().getId().equals(tree);
        if (!CheckpointMark.isShared(there, spec.runKey())) {
            boolean placed =
                    !squash || (there.getParentCount() > 0 && there.getParent(0).equals(base));
            return same && placed
                    ? held.get()
                    : store.write(
                            tree,
                            List.of(squash ? base : held.get()),
                            author,
                            CheckpointMark.withRun(message, spec.runKey()));
        }
        boolean hasBase = new Ancestry(store, link, spec.refs()).holds(held.get(), base);
        return same && hasBase
                ? held.get()
                : store.write(
                        tree,
                        hasBase ? List.of(held.get()) : List.of(held.get(), base),
                        author,
                        CheckpointMark.withRunOnto(message, spec.runKey(), held.get()));
    }
}
