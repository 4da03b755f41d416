package dev.slipway.activities.github;

import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;

/** Opens pull requests, each once. */
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
}
