package dev.slipway.change;

import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.verification.Verification;
import dev.slipway.workspace.Published;
import org.jspecify.annotations.Nullable;

/** The pull request of a change: opened once, merged once; an earlier execution's is found. */
final class Proposal {
    private final ChangePlan plan;
    private final GitHubSteps github;
    private final ChangeText text;
    private final RunStatus status;

    private @Nullable PullRequest pullRequest;

    Proposal(ChangePlan plan, GitHubSteps github, ChangeText text, RunStatus status) {
        this.plan = plan;
        this.github = github;
        this.text = text;
        this.status = status;
    }

    boolean isThere() {
        return pullRequest != null;
    }

    /** Of the pull request that is there. */
    int number() {
        return pullRequest.number();
    }

    /** Opens the pull request. @param verification null where an earlier execution verified it */
    void open(Repository repository, @Nullable Verification verification) {
        pullRequest = github.call(Step.PULL_REQUEST, "pull request", 1, (api, permit) -> {
            status.enter(Step.PULL_REQUEST);
            return api.openPullRequest(new OpenPullRequest(
                    repository.id(),
                    plan.runKey(),
                    plan.branch(),
                    repository.defaultBranch(),
                    text.title(),
                    text.body(verification),
                    permit.lease(),
                    permit.writes()));
        });
        status.spent(pullRequest.requests());
        status.has(pullRequest);
        status.note(Step.PULL_REQUEST, (pullRequest.created() ? "opened " : "found ") + pullRequest.url(), true);
    }

    /** Asks GitHub to merge that commit, which was verified. */
    Merged merge(Repository repository, Published published) {
        Merged merged = github.call(Step.MERGE, "merge", 1, (api, permit) -> {
            status.enter(Step.MERGE);
            return api.merge(new MergePullRequest(
                    repository.id(),
                    pullRequest.number(),
                    published.commit(),
                    plan.merge(),
                    permit.lease(),
                    permit.writes()));
        });
        status.spent(merged.requests());
        return merged;
    }
}
