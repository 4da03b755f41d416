package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequest.MergeMethod;
import org.kohsuke.github.GHRepository;

/** Opens and merges pull requests, each once. */
final class PullRequests {
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_BODY = 65_000;

    private final SeenRepositories repositories;

    PullRequests(SeenRepositories repositories) {
        this.repositories = repositories;
    }

    PullRequest open(OpenPullRequest request, WriteTurns turns) throws IOException {
        GHRepository repository = repositories.handle(request.lease().account(), request.repository());
        Optional<GHPullRequest> there = find(repository, request);
        if (there.isPresent()) {
            return answer(there.get(), false);
        }
        turns.await();
        try {
            return answer(
                    repository.createPullRequest(title(request.title()), request.head(), request.base(), body(request)),
                    true);
        } catch (IOException failed) {
            Optional<Refusal> refusal = Refusal.in(failed);
            boolean exists = refusal.filter(said -> said.status() == 422 && said.mentions("already exists"))
                    .isPresent();
            if (!exists && refusal.isPresent() && refusal.get().status() < 500) {
                throw failed;
            }
            Optional<GHPullRequest> made = find(repository, request);
            if (made.isEmpty()) {
                throw failed;
            }
            return answer(made.get(), !exists);
        }
    }

    /** The run's pull request: an open one before a merged one, a merged one before one that somebody closed. */
    private static Optional<GHPullRequest> find(GHRepository repository, OpenPullRequest request) throws IOException {
        return repository
                .queryPullRequests()
                .state(GHIssueState.ALL)
                .head(request.repository().owner() + ":" + request.head())
                .list()
                .withPageSize(100)
                .toList()
                .stream()
                .filter(found -> request.head().equals(found.getHead().getRef()))
                .min(Comparator.comparing((GHPullRequest found) -> rank(found))
                        .thenComparing(GHPullRequest::getNumber));
    }

    private static int rank(GHPullRequest found) {
        if (found.getState() == GHIssueState.OPEN) {
            return 0;
        }
        return found.getMergedAt() == null ? 2 : 1;
    }

    private static PullRequest answer(GHPullRequest found, boolean created) {
        return new PullRequest(
                found.getNumber(), found.getHtmlUrl().toString(), created, found.getMergedAt() != null, 0);
    }

    private static String title(String title) {
        String line = title.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST_TITLE ? line.substring(0, LONGEST_TITLE - 1) + "…" : line;
    }

    private static String body(OpenPullRequest request) {
        String mark = "Slipway run: " + request.runKey();
        String body = request.body();
        if (body.length() > LONGEST_BODY) {
            body = body.substring(0, LONGEST_BODY) + "\n\n… (shortened)";
        }
        return body.lines().anyMatch(line -> line.strip().equals(mark))
                ? body
                : body.stripTrailing() + "\n\n" + mark + "\n";
    }

    Merged merge(MergePullRequest request, WriteTurns turns) throws IOException {
        GHRepository repository = repositories.handle(request.lease().account(), request.repository());
        GHPullRequest pull = repository.getPullRequest(request.number());
        if (pull.getMergedAt() != null) {
            return new Merged(true, "", 0);
        }
        if (pull.getState() == GHIssueState.CLOSED) {
            return new Merged(false, "The pull request was closed without merging", 0);
        }
        if (!pull.getHead().getSha().equals(request.commit())) {
            return new Merged(
                    false,
                    "Its branch moved after it was verified (it is at "
                            + pull.getHead().getSha().substring(0, 10) + ")",
                    0);
        }
        turns.await();
        try {
            pull.merge(
                    null, request.commit(), MergeMethod.valueOf(request.method().name()));
            return new Merged(true, "", 0);
        } catch (IOException failed) {
            Optional<Refusal> refusal = Refusal.in(failed);
            if (refusal.isEmpty() || refusal.get().status() >= 500) {
                if (repository.getPullRequest(request.number()).getMergedAt() != null) {
                    return new Merged(true, "", 0);
                }
                throw failed;
            }
            int status = refusal.get().status();
            if (status == 405 || status == 409) {
                boolean merged = repository.getPullRequest(request.number()).getMergedAt() != null;
                return new Merged(merged, merged ? "" : refusal.get().said(), 0);
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
}
