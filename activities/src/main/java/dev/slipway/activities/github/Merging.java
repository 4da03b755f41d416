package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.MergeObstacle;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import java.io.IOException;
import java.util.Optional;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequest.MergeMethod;
import org.kohsuke.github.GHRepository;

/** Merges pull requests, each once, and says what stands in the way by the pull request's state, never by GitHub's words. */
final class Merging {
    private final SeenRepositories repositories;

    Merging(SeenRepositories repositories) {
        this.repositories = repositories;
    }

    Merged merge(MergePullRequest request, WriteTurns turns) throws IOException {
        GHRepository repository = repositories.handle(request.lease().account(), request.repository());
        GHPullRequest pull = repository.getPullRequest(request.number());
        Optional<Merged> settled = settled(pull, request);
        if (settled.isPresent()) {
            return settled.get();
        }
        turns.await();
        try {
            pull.merge(
                    null, request.commit(), MergeMethod.valueOf(request.method().name()));
            return Merged.done();
        } catch (IOException failed) {
            Optional<Refusal> refusal = Refusal.in(failed);
            if (refusal.isEmpty() || refusal.get().status() >= 500) {
                if (repository.getPullRequest(request.number()).getMergedAt() != null) {
                    return Merged.done();
                }
                throw failed;
            }
            int status = refusal.get().status();
            if (status == 405 || status == 409) {
                return refused(
                        repository.getPullRequest(request.number()),
                        request,
                        status,
                        refusal.get().said());
            }
            if (status == 404) {
                throw Failures.of(
                        FailureType.REQUEST_REFUSED,
                        "Merging " + request.repository() + "#" + request.number()
                                + ": it is gone, or the account may not merge");
            }
            throw failed;
        }
    }

    /** What can be said without asking for the merge. */
    private static Optional<Merged> settled(GHPullRequest pull, MergePullRequest request) {
        if (pull.getMergedAt() != null) {
            return Optional.of(Merged.done());
        }
        if (pull.getState() == GHIssueState.CLOSED) {
            return Optional.of(Merged.refused(MergeObstacle.CLOSED, "The pull request was closed without merging"));
        }
        String head = pull.getHead().getSha();
        return head.equals(request.commit())
                ? Optional.empty()
                : Optional.of(Merged.refused(
                        MergeObstacle.MOVED,
                        "Its branch moved after it was verified (it is at " + head.substring(0, 10) + ")"));
    }

    /**
     * Why GitHub refused.
     *
     * @see <a href="https://docs.github.com/en/rest/pulls/pulls#merge-a-pull-request">merging a pull request</a>
     */
    private static Merged refused(GHPullRequest now, MergePullRequest request, int status, String said)
            throws IOException {
        Optional<Merged> settled = settled(now, request);
        if (settled.isPresent()) {
            return settled.get();
        }
        String state = String.valueOf(now.getMergeableState());
        if (status == 409 || state.equals("unknown") || state.equals("null")) {
            // Its base moved this moment, or GitHub is still working out whether it can be merged.
            throw Failures.of(
                    FailureType.UNAVAILABLE,
                    "Merging " + request.repository() + "#" + request.number() + ": " + said + ". It is tried again.");
        }
        if (state.equals("dirty") || Boolean.FALSE.equals(now.getMergeable())) {
            return Merged.refused(MergeObstacle.CONFLICT, said);
        }
        return Merged.refused(state.equals("behind") ? MergeObstacle.BEHIND : MergeObstacle.NOT_ALLOWED, said);
    }
}
