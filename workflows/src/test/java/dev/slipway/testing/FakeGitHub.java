package dev.slipway.testing;

import dev.slipway.repository.CommentOnPullRequest;
import dev.slipway.repository.Commented;
import dev.slipway.repository.DeleteRepository;
import dev.slipway.repository.Deleted;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.MergePullRequest;
import dev.slipway.repository.Merged;
import dev.slipway.repository.OpenPullRequest;
import dev.slipway.repository.PullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryActivities;
import dev.slipway.repository.SetTopics;
import dev.slipway.repository.TopicsSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** GitHub as far as a workflow sees it. A test sets what a call does before it succeeds. */
public final class FakeGitHub implements RepositoryActivities {
    public final List<EnsureRepository> ensured = new CopyOnWriteArrayList<>();
    public final List<OpenPullRequest> opened = new CopyOnWriteArrayList<>();
    public final List<CommentOnPullRequest> comments = new CopyOnWriteArrayList<>();
    public final List<MergePullRequest> merges = new CopyOnWriteArrayList<>();
    public final List<DeleteRepository> deletes = new CopyOnWriteArrayList<>();
    public final List<SetTopics> topics = new CopyOnWriteArrayList<>();
    public final List<Instant> writes = new CopyOnWriteArrayList<>();
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

    public volatile Consumer<EnsureRepository> onEnsure = request -> {};
    public volatile Consumer<SetTopics> onTopics = request -> {};
    public volatile Consumer<OpenPullRequest> onOpen = request -> {};
    public volatile Consumer<CommentOnPullRequest> onComment = request -> {};
    public volatile Consumer<DeleteRepository> onDelete = request -> {};
    public volatile Function<MergePullRequest, Merged> onMerge =
            request -> Merged.done().withRequests(1);

    @Override
    public Repository ensure(EnsureRepository request) {
        ensured.add(request);
        writes.add(request.writes().notBefore().get(0));
        onEnsure.accept(request);
        String url = "https://github.test/" + request.wanted();
        Repository made = new Repository(request.wanted(), url, url + ".git", request.defaultBranch(), true, 2);
        return repositories.merge(
                request.marker(),
                made,
                (before, now) ->
                        new Repository(before.id(), before.url(), before.cloneUrl(), before.defaultBranch(), false, 1));
    }

    @Override
    public TopicsSet setTopics(SetTopics request) {
        topics.add(request);
        writes.addAll(request.writes().notBefore());
        onTopics.accept(request);
        return new TopicsSet(true, 1);
    }

    @Override
    public PullRequest openPullRequest(OpenPullRequest request) {
        opened.add(request);
        writes.addAll(request.writes().notBefore());
        onOpen.accept(request);
        return new PullRequest(1, "https://github.test/" + request.repository() + "/pull/1", true, false, 2);
    }

    @Override
    public Commented comment(CommentOnPullRequest request) {
        onComment.accept(request);
        comments.add(request);
        return new Commented("https://github.test/" + request.repository() + "/pull/1#issuecomment-1", true, 3);
    }

    @Override
    public Merged merge(MergePullRequest request) {
        merges.add(request);
        return onMerge.apply(request);
    }

    @Override
    public Deleted delete(DeleteRepository request) {
        deletes.add(request);
        onDelete.accept(request);
        return new Deleted(repositories.remove(request.marker()) != null, 2);
    }

    public int repositories() {
        return repositories.size();
    }
}
