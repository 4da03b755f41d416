package dev.slipway.repository;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** GitHub's side of a change. Each call finds its own earlier work before it creates anything. */
@ActivityInterface(namePrefix = "Repository.")
public interface RepositoryActivities {
    /** Fails with {@code NAME_TAKEN} where {@link OnNameTaken#NEEDS_ATTENTION} applies, or with an {@code ACCOUNT_*} type. */
    @ActivityMethod(name = "Ensure")
    Repository ensure(EnsureRepository request);

    @ActivityMethod(name = "SetTopics")
    TopicsSet setTopics(SetTopics request);

    @ActivityMethod(name = "OpenPullRequest")
    PullRequest openPullRequest(OpenPullRequest request);

    @ActivityMethod(name = "Comment")
    Commented comment(CommentOnPullRequest request);

    @ActivityMethod(name = "Merge")
    Merged merge(MergePullRequest request);

    @ActivityMethod(name = "Delete")
    Deleted delete(DeleteRepository request);
}
