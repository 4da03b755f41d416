package dev.slipway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: GitHub refused an account. A limit blocks every account of the same user.
 *
 * @param until when it may be used again; null: the pool decides by the reason
 * @param said GitHub's words, without secrets
 * @param response which answer it was: status, method and path; null where that is told separately
 */
public record AccountTrouble(
        AccountName account,
        BlockReason reason,
        @Nullable Instant until,
        String said,
        @Nullable String response) {

    /** One of which the answer is not told; a worker tells it separately. */
    public AccountTrouble(AccountName account, BlockReason reason, @Nullable Instant until, String said) {
        this(account, reason, until, said, null);
    }
}
