package dev.slipway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: GitHub refused an account. A limit blocks every account of the same user.
 *
 * @param until when it may be used again; null: the pool decides by the reason
 * @param said GitHub's words, without secrets
 */
public record AccountTrouble(
        AccountName account, BlockReason reason, @Nullable Instant until, String said) {}
