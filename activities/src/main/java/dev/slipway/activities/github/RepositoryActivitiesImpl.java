package dev.slipway.activities.github;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
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
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.SetTopics;
import dev.slipway.repository.TopicsSet;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHException;

/** {@link RepositoryActivities} over GitHub's REST API. A usual project costs 5 requests: look, create, topics, look, open. */
public final class RepositoryActivitiesImpl implements RepositoryActivities {
    private final GitHubClients clients;
    private final WritePacing pacing;
    private final SeenRepositories repositories;

    /**
     * With these clients.
     *
     * @param pacing one for all activities of this process
     */
    public RepositoryActivitiesImpl(GitHubClients clients, WritePacing pacing) {
        this.clients = clients;
        this.pacing = pacing;
        this.repositories = new SeenRepositories(clients);
    }

    @Override
    public Repository ensure(EnsureRepository request) {
        return called("Ensuring the repository " + request.wanted(), tally -> {
            Repository found = new RepositoryCreation(
                            clients, repositories, request, turns(request.lease(), request.writes(), null))
                    .run();
            return new Repository(
                    found.id(),
                    found.url(),
                    found.cloneUrl(),
                    found.defaultBranch(),
                    found.created(),
                    tally.requests());
        });
    }

    @Override
    public TopicsSet setTopics(SetTopics request) {
        return called("Setting the topics of " + request.repository(), tally -> {
            boolean set = new RepositoryTopics(repositories)
                    .set(request, turns(request.lease(), request.writes(), request.repository()));
            return new TopicsSet(set, tally.requests());
        });
    }

    @Override
    public PullRequest openPullRequest(OpenPullRequest request) {
        return called("Opening a pull request in " + request.repository(), tally -> {
            PullRequest found = new PullRequests(repositories)
                    .open(request, turns(request.lease(), request.writes(), request.repository()));
            return new PullRequest(found.number(), found.url(), found.created(), found.merged(), tally.requests());
        });
    }

    @Override
    public Commented comment(CommentOnPullRequest request) {
        return called("Commenting on " + request.repository() + "#" + request.number(), tally -> {
            Commented said = new PullRequestComments(repositories)
                    .say(request, turns(request.lease(), request.writes(), request.repository()));
            return new Commented(said.url(), said.written(), tally.requests());
        });
    }

    @Override
    public Merged merge(MergePullRequest request) {
        return called("Merging " + request.repository() + "#" + request.number(), tally -> {
            Merged merged = new Merging(repositories)
                    .merge(request, turns(request.lease(), request.writes(), request.repository()));
            return merged.withRequests(tally.requests());
        });
    }

    @Override
    public Deleted delete(DeleteRepository request) {
        return called("Deleting the repository " + request.repository(), tally -> {
            boolean deleted = new RepositoryRemoval(repositories)
                    .run(request, turns(request.lease(), request.writes(), request.repository()));
            return new Deleted(deleted, tally.requests());
        });
    }

    /** @param repository to which the writes go, null for one that is yet to be made; the token for it is there in time */
    private WriteTurns turns(AccountLease lease, WriteSlots slots, @Nullable RepositoryId repository) {
        return new WriteTurns(pacing, lease, slots, () -> clients.prepare(lease.account(), repository));
    }

    private static <T> T called(String doing, Call<T> call) {
        try (RequestTally tally = RequestTally.open()) {
            return call.run(tally);
        } catch (IOException | GHException failed) {
            throw GitHubTrouble.of(doing, failed);
        }
    }

    private interface Call<T> {
        T run(RequestTally tally) throws IOException;
    }
}
