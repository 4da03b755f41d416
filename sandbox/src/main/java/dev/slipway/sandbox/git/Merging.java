package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;

/** GitHub's three ways to merge, in the object database only: the caller moves the base branch. */
public final class Merging {
    private final Repository repository;
    private final History history;

    public Merging(Repository repository) {
        this.repository = repository;
        this.history = new History(repository);
    }

    /** The merged tree, or nothing where the two conflict. */
    public Optional<ObjectId> tree(ObjectId base, ObjectId head) {
        try {
            ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
            return merger.merge(base, head) ? Optional.of(merger.getResultTreeId()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A merge commit with both as parents. */
    public Optional<ObjectId> mergeCommit(ObjectId base, ObjectId head, CommitMaker.Words words) {
        return tree(base, head).map(tree -> CommitMaker.commit(repository, tree, List.of(base, head), words));
    }

    /** One commit on the base that carries everything. */
    public Optional<ObjectId> squash(ObjectId base, ObjectId head, CommitMaker.Words words) {
        return tree(base, head).map(tree -> CommitMaker.commit(repository, tree, List.of(base), words));
    }

    /** The head's commits again on the base, one by one, their authors kept; its merge commits are left out. */
    public Optional<ObjectId> rebase(ObjectId base, ObjectId head, PersonIdent committer) {
        ObjectId tip = base;
        for (RevCommit commit : history.between(base, head)) {
            if (commit.getParentCount() != 1) {
                continue;
            }
            Optional<ObjectId> tree = picked(tip, commit);
            if (tree.isEmpty()) {
                return Optional.empty();
            }
            var words = new CommitMaker.Words(commit.getAuthorIdent(), committer, commit.getFullMessage());
            tip = CommitMaker.commit(repository, tree.get(), List.of(tip), words);
        }
        return Optional.of(tip);
    }

    private Optional<ObjectId> picked(ObjectId onto, RevCommit commit) {
        try {
            ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
            merger.setBase(commit.getParent(0));
            return merger.merge(onto, commit) ? Optional.of(merger.getResultTreeId()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
