package dev.slipway.activities.github;

import dev.slipway.account.AccountName;
import dev.slipway.account.WriteTurn;
import java.util.Optional;

/** Where a writer that comes too late for its slot asks for another. */
@FunctionalInterface
public interface PoolTurns {
    /** Nobody can be asked. */
    PoolTurns NONE = account -> Optional.empty();

    /** The next turn of the account's user, over all workers; empty where there is nobody to ask. */
    Optional<WriteTurn> next(AccountName account);
}
