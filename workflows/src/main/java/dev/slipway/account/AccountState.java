package dev.slipway.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account in the pool's state.
 *
 * @param leases in use now
 * @param uses leases ever granted
 * @param writes write slots ever granted
 */
public record AccountState(
        AccountName account,
        String login,
        String owner,
        List<String> owners,
        int leases,
        long uses,
        long writes,
        @Nullable BlockReason blocked,
        @Nullable Instant blockedUntil,
        @Nullable String problem) {
    public AccountState {
        owners = List.copyOf(owners);
    }
}
