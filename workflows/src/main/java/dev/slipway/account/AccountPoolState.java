package dev.slipway.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows, for {@code account list}, {@code worker list} and for refusing unknown names.
 *
 * @param waiting requests that wait for an account
 * @param earliestReturn of a blocked account; null when none is blocked with a known end
 * @param refused hosts that asked to join and may not
 * @param rotation which of the accounts that could do the work is taken
 */
public record AccountPoolState(
        List<AccountState> accounts,
        List<WorkerState> workers,
        int waiting,
        @Nullable Instant earliestReturn,
        List<RefusedHost> refused,
        Rotation rotation) {
    public AccountPoolState {
        accounts = List.copyOf(accounts);
        workers = List.copyOf(workers);
        // A pool that runs an earlier version says nothing of them.
        refused = refused == null ? List.of() : List.copyOf(refused);
        rotation = rotation == null ? Rotation.SPREAD : rotation;
    }

    public AccountPoolState(
            List<AccountState> accounts, List<WorkerState> workers, int waiting, @Nullable Instant earliestReturn) {
        this(accounts, workers, waiting, earliestReturn, List.of(), Rotation.SPREAD);
    }
}
