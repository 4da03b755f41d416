package dev.slipway.change;

import dev.slipway.repository.CommentOnPullRequest;
import dev.slipway.repository.Commented;
import dev.slipway.repository.Repository;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Tells those who look at the pull request, and not at Slipway, why it does not go on. A courtesy: whatever comes of it,
 * the run goes its way.
 */
final class Remark {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 1_000;

    private final ChangePlan plan;
    private final Proposal proposal;
    private final AccountLeasing accounts;
    private final GitHubSteps github;
    private final RunStatus status;

    Remark(ChangePlan plan, Proposal proposal, AccountLeasing accounts, GitHubSteps github, RunStatus status) {
        this.plan = plan;
        this.proposal = proposal;
        this.accounts = accounts;
        this.github = github;
        this.status = status;
    }

    /** It needs a person now. */
    void rests(Repository repository, NeedsAttention stop) {
        say(
                repository,
                stop,
                "needs a person before it goes on with step " + Text.word(stop.step())
                        + ": retry, skip or abandon it (`slipway show` tells more).");
    }

    /** Nobody goes on with it. */
    void ends(Repository repository, NeedsAttention stop) {
        say(repository, stop, "was given up in step " + Text.word(stop.step()) + ". What is here stays as it is.");
    }

    private void say(Repository repository, NeedsAttention stop, String what) {
        if (!proposal.isThere()) {
            return;
        }
        String body = "Slipway's work on " + Text.code(plan.brief().name()) + " " + what + "\n\n"
                + Text.fenced(Text.oneLine(stop.reason(), LONGEST_REASON)) + "\n\n"
                + ChangeText.runLine(plan.runKey()) + "\n";
        CancellationScope scope = Workflow.newCancellationScope(() -> comment(repository, body));
        Promise<Void> saying = Async.procedure(scope::run);
        if (!Pause.until(WITHIN, "comment", saying::isCompleted)) {
            scope.cancel("no account could be had to comment");
            status.note(stop.step(), "not said on the pull request: no account could be had", false);
        } else if (saying.getFailure() instanceof TemporalFailure failure) {
            status.note(
                    stop.step(),
                    "not said on the pull request: " + CallFailure.of(failure).message(),
                    false);
        } else if (saying.getFailure() != null) {
            throw saying.getFailure();
        }
    }

    private void comment(Repository repository, String body) {
        AccountLeasing.Permit permit = accounts.permit(1);
        Commented said = github.start(
                        "comment on the pull request",
                        api -> api.comment(new CommentOnPullRequest(
                                repository.id(),
                                plan.runKey(),
                                proposal.number(),
                                body,
                                permit.lease(),
                                permit.writes())))
                .get();
        status.spent(said.requests());
    }
}
