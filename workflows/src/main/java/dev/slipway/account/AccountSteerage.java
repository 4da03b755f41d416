package dev.slipway.account;

import java.time.Instant;
import java.util.Optional;

/** What people change at the pool while it runs. */
final class AccountSteerage {
    private static final String UNKNOWN = "is not in the pool: no worker has announced it";

    private final AccountPool pool;

    AccountSteerage(AccountPool pool) {
        this.pool = pool;
    }

    Blocked block(BlockAccount asked, Instant now) {
        Optional<PooledAccount> found = pool.account(asked.account());
        if (found.isEmpty()) {
            return new Blocked(false, false, UNKNOWN);
        }
        pool.events().decided(now, "BLOCK", AccountChanges.subject(asked.account()), asked.why(), asked.by());
        return found.get().block(asked, now);
    }

    Unblocked unblock(UnblockAccount asked, Instant now) {
        Optional<PooledAccount> found = pool.account(asked.account());
        if (found.isEmpty()) {
            return new Unblocked(false, false, UNKNOWN);
        }
        Unblocked answer = found.get().unblock(now);
        pool.tidy(now);
        if (answer.changed()) {
            pool.events().decided(now, "UNBLOCK", AccountChanges.subject(asked.account()), answer.text(), asked.by());
        }
        return answer;
    }
}
