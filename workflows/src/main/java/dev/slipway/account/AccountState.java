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
 * @param blockedBy which answer of GitHub, or which person
 * @param allowances what GitHub said last is left of its user's limits
 * @param writesThisHour content writes of its user in the last hour, those reserved ahead included
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
        @Nullable String problem,
        @Nullable Instant blockedSince,
        @Nullable String blockedBy,
        List<Allowance> allowances,
        int writesThisHour) {
    public AccountState {
        owners = List.copyOf(owners);
        // A pool that runs an earlier version says nothing of them.
        allowances = allowances == null ? List.of() : List.copyOf(allowances);
    }
}
