package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Questions about commits and how they relate. */
public final class History {
    private final Repository repository;

    public History(Repository repository) {
        this.repository = repository;
    }

    /** The commit of this name, if there is one and it is a commit. */
    public Optional<RevCommit> commit(ObjectId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            return Optional.of(commit);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A commit that a ref or an earlier answer vouched for. */
    public RevCommit existingCommit(ObjectId id) {
        return commit(id).orElseThrow(() -> new IllegalStateException("no commit " + id.name()));
    }

    /** The commits reachable from {@code tip}, newest first, or those among them that touch {@code path}. */
    public List<RevCommit> log(ObjectId tip, Optional<String> path) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(tip));
            path.ifPresent(
                    wanted -> walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(wanted), TreeFilter.ANY_DIFF)));
            return bodies(walk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commits that {@code head} has and {@code base} lacks, oldest first. */
    public List<RevCommit> between(ObjectId base, ObjectId head) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.sort(RevSort.TOPO);
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(base));
            List<RevCommit> commits = bodies(walk);
            Collections.reverse(commits);
            return commits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The best common ancestor, if the two share any history. */
    public Optional<RevCommit> mergeBase(ObjectId one, ObjectId other) {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return Optional.ofNullable(walk.next()).map(this::existingCommit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether {@code ancestor} is part of {@code tip}'s history. */
    public boolean contains(ObjectId tip, ObjectId ancestor) {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(tip));
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RevCommit> bodies(RevWalk walk) throws IOException {
        List<RevCommit> commits = new ArrayList<>();
        for (RevCommit commit : walk) {
            walk.parseBody(commit);
            commits.add(commit);
        }
        return commits;
    }
}
