package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.repository.RepositoryId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHRepository;

/** Repositories as they were last read, so that a project's later calls need not read them again. */
final class SeenRepositories {
    private static final int CAPACITY = 2000;

    private record Key(AccountName account, String id) {}

    private final GitHubClients clients;
    private final Map<Key, GHRepository> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, GHRepository> eldest) {
            return size() > CAPACITY;
        }
    };

    SeenRepositories(GitHubClients clients) {
        this.clients = clients;
    }

    /** As last read, or read now; for addressing it, not for what it says. */
    GHRepository handle(AccountName account, RepositoryId id) throws IOException {
        synchronized (seen) {
            GHRepository known = seen.get(key(account, id));
            if (known != null) {
                return known;
            }
        }
        return remember(account, clients.as(account).getRepository(id.toString()));
    }

    /** Read now; empty where there is none, or none that the account may see. */
    Optional<GHRepository> read(AccountName account, RepositoryId id) throws IOException {
        try {
            return Optional.of(remember(account, clients.as(account).getRepository(id.toString())));
        } catch (IOException failed) {
            if (failed instanceof GHFileNotFoundException
                    || Refusal.in(failed)
                            .filter(refusal -> refusal.status() == 404)
                            .isPresent()) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    GHRepository remember(AccountName account, GHRepository repository) {
        synchronized (seen) {
            seen.put(key(account, RepositoryId.of(repository.getFullName())), repository);
        }
        return repository;
    }

    void forget(AccountName account, RepositoryId id) {
        synchronized (seen) {
            seen.remove(key(account, id));
        }
        clients.forget(account, id);
    }

    private static Key key(AccountName account, RepositoryId id) {
        return new Key(account, id.toString().toLowerCase(Locale.ROOT));
    }
}
