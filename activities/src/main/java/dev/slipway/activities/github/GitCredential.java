package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.activities.git.RemoteCredential;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import dev.slipway.failure.RefusedBy;
import dev.slipway.repository.RepositoryId;
import dev.slipway.settings.secret.Secret;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An account as Git's user: what Git is refused counts as what REST is refused. */
final class GitCredential implements RemoteCredential {
    private final GitHubClients clients;
    private final Supplier<AccountName> accounts;
    private final RepositoryId repository;
    private volatile @Nullable AccountName last;

    GitCredential(GitHubClients clients, Supplier<AccountName> accounts, RepositoryId repository) {
        this.clients = clients;
        this.accounts = accounts;
        this.repository = repository;
    }

    @Override
    public Secret token() {
        AccountName account = accounts.get();
        last = account;
        return clients.token(account, repository);
    }

    @Override
    public boolean refused(Secret token, ApplicationFailure why) {
        AccountName account = account();
        return switch (FailureType.valueOf(why.getType())) {
            case ACCOUNT_UNAUTHORIZED -> clients.tokens(account).refused(token);
            case ACCOUNT_RATE_LIMITED -> {
                clients.principals()
                        .limited(
                                account,
                                why.getDetails().get(0, RateLimited.class),
                                why.getOriginalMessage(),
                                why.getDetails().get(1, RefusedBy.class).response());
                yield false;
            }
            case REQUEST_REFUSED -> {
                // Not found: it may be another repository than the one for which the token was made.
                clients.forget(account, repository);
                yield another(account, token);
            }
            default -> {
                clients.tokens(account).lacks(repository.name());
                yield false;
            }
        };
    }

    private boolean another(AccountName account, Secret token) {
        try {
            return !clients.token(account, repository).reveal().equals(token.reveal());
        } catch (ApplicationFailure none) {
            return false; // it is gone indeed
        }
    }

    @Override
    public void beforePush() {
        clients.tokens(accounts.get()).beforeWrite(repository.name());
    }

    @Override
    public void declined() {
        clients.tokens(account()).lacks(repository.name());
    }

    private AccountName account() {
        AccountName known = last;
        return known == null ? accounts.get() : known;
    }
}
