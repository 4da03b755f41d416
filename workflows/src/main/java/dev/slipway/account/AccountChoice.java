package dev.slipway.account;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of the pool's accounts a request gets: the one it had before where that still can, else by the rotation. */
final class AccountChoice {
    private AccountChoice() {}

    static Optional<PooledAccount> of(
            LeaseRequest request, Collection<PooledAccount> accounts, Rotation rotation, Instant now) {
        List<PooledAccount> able = accounts.stream()
                .filter(account -> account.suits(request)
                        && !request.exclude().contains(account.name())
                        && account.isHealthy(now)
                        && account.hasRoom(now)
                        && !account.isBusy())
                .toList();
        Optional<PooledAccount> before = able.stream()
                .filter(account -> account.name().equals(request.prefer()))
                .findFirst();
        return before.isPresent() ? before : able.stream().min(order(rotation, accounts, now));
    }

    private static Comparator<PooledAccount> order(Rotation rotation, Collection<PooledAccount> accounts, Instant now) {
        Comparator<PooledAccount> byName =
                Comparator.comparing(account -> account.name().value());
        if (rotation == Rotation.DRAIN) {
            return byName;
        }
        // Accounts of one user share its limits: their leases count together.
        Map<String, Integer> leases = new HashMap<>();
        accounts.forEach(account -> leases.merge(account.login(), account.leases(), Integer::sum));
        return Comparator.comparingInt(
                        (PooledAccount account) -> -account.user().headroom(now))
                .thenComparingInt(account -> leases.getOrDefault(account.login(), 0))
                .thenComparingInt(PooledAccount::leases)
                .thenComparingLong(PooledAccount::uses)
                .thenComparing(byName);
    }
}
