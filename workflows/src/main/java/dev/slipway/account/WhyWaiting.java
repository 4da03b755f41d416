package dev.slipway.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Says to a waiting requester why nothing can be granted, and when that changes by itself. */
final class WhyWaiting {
    private static final int MOST_NAMES = 3;

    private WhyWaiting() {}

    /** Names no counts that change all the time: each change is told to each that waits. */
    static LeaseWaiting of(LeaseRequest request, Collection<PooledAccount> accounts, Instant now) {
        List<PooledAccount> suited =
                accounts.stream().filter(account -> account.suits(request)).toList();
        if (suited.isEmpty()) {
            return new LeaseWaiting(request.request(), nobody(request, accounts.isEmpty()), null);
        }
        List<PooledAccount> allowed = suited.stream()
                .filter(account -> !request.exclude().contains(account.name()))
                .toList();
        if (allowed.isEmpty()) {
            return new LeaseWaiting(
                    request.request(),
                    "GitHub refused " + names(suited) + to(request) + "; check their permissions",
                    null);
        }
        boolean healthy = allowed.stream().anyMatch(account -> account.isHealthy(now));
        if (allowed.stream().anyMatch(account -> account.isHealthy(now) && account.hasRoom(now))) {
            return new LeaseWaiting(request.request(), "all usable accounts have their most projects at a time", null);
        }
        Instant earliest = allowed.stream()
                .map(account -> account.returnsAt(now))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        if (healthy) {
            return new LeaseWaiting(
                    request.request(),
                    "what GitHub allows " + names(allowed) + to(request) + " is used up for now; it goes on by itself",
                    earliest);
        }
        String reason = earliest == null
                ? "blocked: " + names(allowed) + "; slipway account list says why"
                : "all accounts" + to(request) + " are blocked; the first returns by itself";
        return new LeaseWaiting(request.request(), reason, earliest);
    }

    private static String nobody(LeaseRequest request, boolean none) {
        if (none) {
            return "no worker has announced an account";
        }
        return request.account() == null
                ? "no account can write to " + request.owner()
                : "no worker has announced the account " + request.account()
                        + (request.owner() == null ? "" : " as able to write to " + request.owner());
    }

    private static String to(LeaseRequest request) {
        return request.owner() == null ? "" : " that can write to " + request.owner();
    }

    private static String names(List<PooledAccount> accounts) {
        String names = String.join(
                ", ",
                accounts.stream()
                        .limit(MOST_NAMES)
                        .map(account -> account.name().value())
                        .toList());
        return accounts.size() > MOST_NAMES ? names + " and " + (accounts.size() - MOST_NAMES) + " more" : names;
    }
}
