package dev.slipway.account;

import dev.slipway.account.CarriedPool.CarriedAccount;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One account of the pool: what workers announced, how often it was used, and whether it may be granted. */
final class PooledAccount {
    private AnnouncedAccount announced;
    private GitHubUser user;
    private int leases;
    private long uses;
    private @Nullable BlockReason blocked;
    private @Nullable String problem;

    PooledAccount(AnnouncedAccount announced, GitHubUser user) {
        this.announced = announced;
        this.user = user;
    }

    static PooledAccount of(CarriedAccount carried, GitHubUser user) {
        PooledAccount account = new PooledAccount(carried.announced(), user);
        account.uses = carried.uses();
        account.blocked = carried.blocked();
        account.problem = carried.problem();
        return account;
    }

    CarriedAccount carry() {
        return new CarriedAccount(announced, uses, blocked, problem);
    }

    /** A worker found it so. One that works lifts a block that only a worker's look can lift. */
    void announced(AnnouncedAccount now, GitHubUser itsUser, Instant at) {
        announced = now;
        user = itsUser;
        if (now.blocked() == BlockReason.RATE_LIMITED) {
            user.limited(null, String.valueOf(now.problem()), at);
        } else if (now.blocked() != null) {
            block(now.blocked(), String.valueOf(now.problem()));
        } else if (blocked != BlockReason.MANUAL) {
            blocked = null;
            problem = null;
        }
    }

    void block(BlockReason reason, String said) {
        blocked = reason;
        problem = said;
    }

    /** A person knows better: the block goes, and its user's limit. */
    Unblocked unblock(Instant now) {
        BlockReason was = user.isLimited(now) ? BlockReason.RATE_LIMITED : blocked;
        if (was == null) {
            return new Unblocked(true, false, "is not blocked");
        }
        blocked = null;
        problem = null;
        user.forgetLimit();
        return new Unblocked(
                true,
                true,
                "is no longer blocked (it was "
                        + was.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
    }

    /** Whether it is one of those that the request may get at all, now or later. */
    boolean suits(LeaseRequest request) {
        return (request.account() == null || request.account().equals(name()))
                && (request.owner() == null || writesTo(request.owner()));
    }

    private boolean writesTo(String owner) {
        return announced.owner().equalsIgnoreCase(owner)
                || announced.owners().stream().anyMatch(owner::equalsIgnoreCase);
    }

    boolean isHealthy(Instant now) {
        return blocked == null && !user.isLimited(now);
    }

    boolean isBusy() {
        return announced.maxProjects() > 0 && leases >= announced.maxProjects();
    }

    void leased() {
        leases++;
        uses++;
    }

    void restored() {
        leases++;
    }

    void released() {
        leases = Math.max(0, leases - 1);
    }

    AccountName name() {
        return announced.account();
    }

    String login() {
        return announced.login();
    }

    /** Where a repository goes that did not ask for an owner. */
    String owner() {
        return announced.owner();
    }

    GitHubUser user() {
        return user;
    }

    int leases() {
        return leases;
    }

    long uses() {
        return uses;
    }

    /** When it returns by itself; null when it is not blocked, or only a worker's look can lift the block. */
    @Nullable
    Instant returnsAt(Instant now) {
        return blocked == null ? user.limitedUntil(now) : null;
    }

    AccountState state(Instant now) {
        boolean limited = blocked == null && user.isLimited(now);
        return new AccountState(
                name(),
                login(),
                owner(),
                announced.owners(),
                leases,
                uses,
                user.writes(),
                limited ? BlockReason.RATE_LIMITED : blocked,
                returnsAt(now),
                limited ? user.said() : problem);
    }
}
