package dev.slipway.activities.git;

import dev.slipway.run.RunKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** How lines of commits belong together. Fetches more of their history where what is here does not tell. */
final class Ancestry {
    private static final List<Integer> DEPTHS = List.of(50, 1000);

    private final WorkStore store;
    private final RemoteLink link;
    private final List<String> refs;
    private int deepened;

    /** @param refs whose history may be fetched */
    Ancestry(WorkStore store, RemoteLink link, List<String> refs) {
        this.store = store;
        this.link = link;
        this.refs = List.copyOf(refs);
    }

    /** The commit from which both lines started; empty where they have none in common for as far as can be seen. */
    Optional<ObjectId> parted(ObjectId one, ObjectId other) throws IOException {
        if (one.equals(other)) {
            return Optional.of(one);
        }
        return sought(walk -> {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return Optional.ofNullable(walk.next()).map(ObjectId::copy);
        });
    }

    /** Whether a commit is that line's, as far as can be seen. */
    boolean holds(ObjectId line, ObjectId commit) throws IOException {
        return line.equals(commit)
                || sought(walk -> walk.isMergedInto(walk.parseCommit(commit), walk.parseCommit(line))
                                ? Optional.of(true)
                                : Optional.empty())
                        .isPresent();
    }

    /** Whether that run made some commit of the line that is not the base's. */
    boolean hasWorkOf(RunKey run, ObjectId line, Optional<ObjectId> base) throws IOException {
        return sought(walk -> {
                    walk.markStart(walk.parseCommit(line));
                    if (base.isPresent() && store.has(base.get())) {
                        walk.markUninteresting(walk.parseCommit(base.get()));
                    }
                    for (RevCommit commit : walk) {
                        if (CheckpointMark.isOf(commit, run)) {
                            return Optional.of(true);
                        }
                    }
                    return Optional.<Boolean>empty();
                })
                .isPresent();
    }

    private <T> Optional<T> sought(Search<T> search) throws IOException {
        while (true) {
            try (RevWalk walk = new RevWalk(store.repository())) {
                Optional<T> found = search.in(walk);
                if (found.isPresent() || deepened == DEPTHS.size()) {
                    return found;
                }
            }
            link.deepen(refs, DEPTHS.get(deepened++));
        }
    }

    private interface Search<T> {
        Optional<T> in(RevWalk walk) throws IOException;
    }
}
