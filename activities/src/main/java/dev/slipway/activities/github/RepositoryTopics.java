package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.repository.SetTopics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.github.GHRepository;

/** Topics of a repository that a project created. Setting them twice is the same as once. */
final class RepositoryTopics {
    private final SeenRepositories repositories;

    RepositoryTopics(SeenRepositories repositories) {
        this.repositories = repositories;
    }

    /** Whether they were set: false where it has them, or is not this project's. */
    boolean set(SetTopics request, WriteTurns turns) throws IOException {
        List<String> wanted = request.topics().stream()
                .map(topic -> topic.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        AccountName account = request.lease().account();
        GHRepository repository = repositories.handle(account, request.repository());
        if (!request.created()) {
            Optional<GHRepository> ours = repositories
                    .read(account, request.repository())
                    .filter(found -> ProjectMark.isOn(found.getDescription(), request.marker()));
            if (ours.isEmpty() || ours.get().listTopics().containsAll(wanted)) {
                return false;
            }
            repository = ours.get();
        }
        turns.await();
        repository.setTopics(wanted);
        return true;
    }
}
