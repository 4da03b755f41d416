package dev.slipway.account;

import dev.slipway.pool.PoolEvents;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells when an account can't be granted any more, and when it can be again, whatever brought that about. */
final class AccountChanges {
    private final Map<AccountName, AccountState> last = new HashMap<>();

    /** @param accounts as the pool run before left them, which told of them */
    AccountChanges(Collection<PooledAccount> accounts, Instant now) {
        accounts.forEach(account -> last.put(account.name(), account.state(now)));
    }

    static String subject(AccountName account) {
        return "account/" + account;
    }

    void tell(Collection<PooledAccount> accounts, PoolEvents events, Instant now) {
        for (PooledAccount account : accounts) {
            AccountState state = account.state(now);
            AccountState before = last.put(account.name(), state);
            @Nullable BlockReason was = before == null ? null : before.blocked();
            if (state.blocked() == null && was != null) {
                events.add(now, "RETURNED", subject(account.name()), null, "was " + word(was));
            } else if (state.blocked() != null && isNews(before, state)) {
                events.add(now, state.blocked().name(), subject(account.name()), state.blockedUntil(), text(state));
            }
        }
    }

    /** A person's block is told as that person's decision. */
    private static boolean isNews(@Nullable AccountState before, AccountState now) {
        return now.blocked() != BlockReason.MANUAL
                && (before == null
                        || before.blocked() != now.blocked()
                        || !Objects.equals(before.blockedUntil(), now.blockedUntil()));
    }

    private static String text(AccountState state) {
        return String.valueOf(state.problem()) + (state.blockedBy() == null ? "" : " [" + state.blockedBy() + "]");
    }

    private static String word(BlockReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
