package dev.slipway.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Update: a person does not want an account to be used. What runs with it takes another before its next write.
 *
 * @param by who, for the record
 * @param why in the person's words; null for none
 * @param until when it may be used again; null: when somebody unblocks it
 */
public record BlockAccount(
        AccountName account,
        String by,
        @Nullable String why,
        @Nullable Instant until) {
    /** Name of the update at the pool. */
    public static final String UPDATE = "block";
}
