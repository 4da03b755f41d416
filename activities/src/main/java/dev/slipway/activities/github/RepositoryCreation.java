package dev.slipway.activities.github;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.EnsureRepository;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.repository.Visibility;
import java.io.IOException;
import java.util.Optional;
import org.kohsuke.github.GHCreateRepositoryBuilder;
import org.kohsuke.github.GHRepository;

/**
 * Finds a project's repository by its mark, or creates it. Looks before each creation, and again where the creating
 * request's answer did not come.
 */
final class RepositoryCreation {
    /** {@code name}, {@code name-2} … {@code name-20}. */
    private static final int MOST_NAMES = 20;

    private static final int LONGEST_NAME = 100;

    private final GitHubClients clients;
    private final SeenRepositories repositories;
    private final EnsureRepository request;
    private final WriteTurns turns;

    RepositoryCreation(
            GitHubClients clients, SeenRepositories repositories, EnsureRepository request, WriteTurns turns) {
        this.clients = clients;
        this.repositories = repositories;
        this.request = request;
        this.turns = turns;
    }

    /** The repository; its request count is for the caller to fill in. */
    Repository run() throws IOException {
        for (int number = 1; number <= MOST_NAMES; number++) {
            RepositoryId id = new RepositoryId(
                    request.wanted().owner(), name(request.wanted().name(), number));
            Optional<GHRepository> there = find(id);
            boolean created = false;
            if (there.isEmpty()) {
                there = create(id);
                created = there.isPresent();
            }
            if (there.isPresent() && isOurs(there.get())) {
                return answer(there.get(), request.defaultBranch(), created);
            }
            if (request.onNameTaken() == OnNameTaken.REUSE && there.isPresent()) {
                return reused(there.get());
            }
            if (request.onNameTaken() != OnNameTaken.SUFFIX) {
                throw Failures.of(
                        FailureType.NAME_TAKEN,
                        "The name " + id + " belongs to a repository that this project did not create"
                                + (there.isEmpty() ? " and that the account can't see" : "")
                                + ". Rename the project, remove that repository, or set on_name_taken to suffix or reuse.");
            }
        }
        throw Failures.of(
                FailureType.NAME_TAKEN,
                "The name " + request.wanted() + " and its suffixes up to -" + MOST_NAMES + " are all taken");
    }

    private static String name(String wanted, int number) {
        if (number == 1) {
            return wanted;
        }
        String suffix = "-" + number;
        return wanted.substring(0, Math.min(wanted.length(), LONGEST_NAME - suffix.length())) + suffix;
    }

    /** What is there under that name. GitHub also answers for a name that a repository once had: that is free. */
    private Optional<GHRepository> find(RepositoryId id) throws IOException {
        return repositories
                .read(request.lease().account(), id)
                .filter(found -> isOurs(found) || found.getFullName().equalsIgnoreCase(id.toString()));
    }

    private boolean isOurs(GHRepository repository) {
        return ProjectMark.isOn(repository.getDescription(), request.marker());
    }

    /** Creates it; empty where the name turned out to be taken by one that the account can't see. */
    private Optional<GHRepository> create(RepositoryId id) throws IOException {
        boolean own = id.owner().equalsIgnoreCase(request.lease().login());
        GHCreateRepositoryBuilder builder = new GHCreateRepositoryBuilder(
                id.name(),
                clients.as(request.lease().account()),
                own ? "/user/repos" : "/orgs/" + id.owner() + "/repos");
        builder.description(ProjectMark.on(request.description(), request.marker()));
        builder.private_(request.visibility() == Visibility.PRIVATE);
        builder.autoInit(false);
        turns.await();
        try {
            GHRepository made = builder.create();
            clients.forget(request.lease().account(), id); // of one that had this name before
            return Optional.of(repositories.remember(request.lease().account(), made));
        } catch (IOException failed) {
            Optional<Refusal> refusal = Refusal.in(failed);
            boolean taken = refusal.filter(said -> said.status() == 422 && said.mentions("already exists"))
                    .isPresent();
            boolean unclear = refusal.isEmpty() || refusal.get().status() >= 500;
            if (!taken && !unclear) {
                throw failed;
            }
            Optional<GHRepository> there = find(id);
            if (there.isEmpty() && !taken) {
                throw failed;
            }
            return there;
        }
    }

    private static Repository reused(GHRepository repository) {
        if (repository.isArchived()) {
            throw Failures.of(
                    FailureType.NAME_TAKEN,
                    "The repository " + repository.getFullName() + " is archived and can't be worked in");
        }
        return answer(repository, repository.getDefaultBranch(), false);
    }

    private static Repository answer(GHRepository repository, String branch, boolean created) {
        return new Repository(
                RepositoryId.of(repository.getFullName()),
                repository.getHtmlUrl().toString(),
                repository.getHttpTransportUrl(),
                branch,
                created,
                0);
    }
}
