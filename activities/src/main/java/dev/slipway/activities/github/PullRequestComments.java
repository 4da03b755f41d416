package dev.slipway.activities.github;

import dev.slipway.repository.CommentOnPullRequest;
import dev.slipway.repository.Commented;
import java.io.IOException;
import java.util.Optional;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueComment;

/** Says what a run has to say on its pull request: in one comment, found again by its line, whose text is the latest. */
final class PullRequestComments {
    private static final int LONGEST_BODY = 65_000;

    private final SeenRepositories repositories;

    PullRequestComments(SeenRepositories repositories) {
        this.repositories = repositories;
    }

    Commented say(CommentOnPullRequest request, WriteTurns turns) throws IOException {
        GHIssue conversation = repositories
                .handle(request.lease().account(), request.repository())
                .getIssue(request.number());
        String body = body(request);
        Optional<GHIssueComment> there = find(conversation, request);
        if (there.isPresent()) {
            return changed(there.get(), body, turns);
        }
        turns.await();
        try {
            return answer(conversation.comment(body), true);
        } catch (IOException failed) {
            if (Refusal.in(failed).filter(said -> said.status() < 500).isPresent()) {
                throw failed;
            }
            Optional<GHIssueComment> made = find(conversation, request);
            if (made.isEmpty()) {
                throw failed;
            }
            return answer(made.get(), true);
        }
    }

    private static Commented changed(GHIssueComment there, String body, WriteTurns turns) throws IOException {
        if (there.getBody().strip().equals(body.strip())) {
            return answer(there, false);
        }
        turns.await();
        there.update(body);
        return answer(there, true);
    }

    /** The oldest with the run's line; a quotation of it is somebody else's. */
    private static Optional<GHIssueComment> find(GHIssue conversation, CommentOnPullRequest request)
            throws IOException {
        return conversation.queryComments().list().withPageSize(100).toList().stream()
                .filter(comment -> hasLine(comment.getBody(), line(request)))
                .findFirst();
    }

    private static boolean hasLine(String body, String line) {
        return body.lines().anyMatch(one -> one.strip().equals(line));
    }

    private static String line(CommentOnPullRequest request) {
        return "Slipway run: " + request.runKey();
    }

    private static String body(CommentOnPullRequest request) {
        String body = request.body();
        if (body.length() > LONGEST_BODY) {
            body = body.substring(0, LONGEST_BODY) + "\n\n… (shortened)";
        }
        return hasLine(body, line(request)) ? body : body.stripTrailing() + "\n\n" + line(request) + "\n";
    }

    private static Commented answer(GHIssueComment comment, boolean written) {
        return new Commented(comment.getHtmlUrl().toString(), written, 0);
    }
}
