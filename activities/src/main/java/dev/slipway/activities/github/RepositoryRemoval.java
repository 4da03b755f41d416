package dev.slipway.activities.github;

import dev.slipway.repository.DeleteRepository;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.github.GHCommit;
import org.kohsuke.github.GHRepository;

/** Removes a repository that a project created, as long as only Slipway has worked in it. */
final class RepositoryRemoval {
    private static final String OURS = "slipway/";
    private static final String TRAILER = "Slipway-Run: ";

    /** More commits than this on the base are somebody's history. */
    private static final int MOST_COMMITS = 30;

    private final SeenRepositories repositories;

    RepositoryRemoval(SeenRepositories repositories) {
        this.repositories = repositories;
    }

    /** Whether it was removed: false where it is gone, not ours, or others have worked in it. */
    boolean run(DeleteRepository request, WriteTurns turns) throws IOException {
        Optional<GHRepository> there = repositories.read(request.lease().account(), request.repository());
        if (there.isEmpty()
                || !ProjectMark.isOn(there.get().getDescription(), request.marker())
                || !untouched(there.get())) {
            return false;
        }
        turns.await();
        try {
            there.get().delete();
        } catch (IOException failed) {
            Optional<Refusal> refusal = Refusal.in(failed);
            boolean unclear = refusal.isEmpty() || refusal.get().status() >= 500;
            if (!unclear
                    || repositories
                            .read(request.lease().account(), request.repository())
                            .isPresent()) {
                throw failed;
            }
        }
        repositories.forget(request.lease().account(), request.repository());
        return true;
    }

    private static boolean untouched(GHRepository repository) throws IOException {
        Set<String> branches = repository.getBranches().keySet();
        List<String> ours =
                branches.stream().filter(branch -> branch.startsWith(OURS)).toList();
        long others = branches.stream()
                .filter(branch -> !branch.startsWith(OURS) && !branch.equals(repository.getDefaultBranch()))
                .count();
        if (others > 0 || repository.getForksCount() > 0 || repository.getOpenIssueCount() > ours.size()) {
            return false;
        }
        if (!branches.contains(repository.getDefaultBranch())) {
            return true;
        }
        int seen = 0;
        for (GHCommit commit :
                repository.queryCommits().pageSize(MOST_COMMITS + 1).list()) {
            seen++;
            if (seen > MOST_COMMITS || !commit.getCommitShortInfo().getMessage().contains(TRAILER)) {
                return false;
            }
        }
        return true;
    }
}
