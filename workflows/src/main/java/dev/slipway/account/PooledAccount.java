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
    private @Nullable Instant since;
    private @Nullable Instant until;
    private @Nullable String by;

    PooledAccount(AnnouncedAccount announced, GitHubUser user) {
        this.announced = announced;
        this.user = user;
    }

    static PooledAccount of(CarriedAccount carried, GitHubUser user) {
        PooledAccount account = new PooledAccount(carried.announced(), user);
        account.uses = carried.uses();
        account.blocked = carried.blocked();
        account.problem = carried.problem();
        account.since = carried.since();
        account.until = carried.until();
        account.by = carried.by();
        return account;
    }

    CarriedAccount carry() {
        return new CarriedAccount(announced, uses, blocked, problem, since, until, by);
    }

    /** A worker found it so. One that works lifts a block that only a worker's look can lift. */
    void announced(AnnouncedAccount now, GitHubUser itsUser, Instant at) {
        announced = now;
        user = itsUser;
        if (!isBlocked(at)) {
            lift(); // the time that a person gave is over
        }
        if (now.blocked() == BlockReason.RATE_LIMITED) {
            user.limited(now.blockedUntil(), String.valueOf(now.problem()), null, at);
        } else if (now.blocked() != null && blocked != BlockReason.MANUAL) {
            block(now.blocked(), String.valueOf(now.problem()), null, at);
        } else if (blocked != BlockReason.MANUAL) {
            lift();
        }
    }

    /** What is known of a block stays when it is told again with less. */
    void block(BlockReason reason, String said, @Nullable String response, Instant now) {
        if (isHeldByAPerson(now)) {
            return;
        }
        boolean known = blocked == reason || (blocked == BlockReason.SSO_REQUIRED && reason == BlockReason.FORBIDDEN);
        if (known && (response == null || by != null)) {
            return;
        }
        since = blocked == null ? now : since;
        blocked = reason;
        problem = said;
        until = null;
        by = response;
    }

    private void lift() {
        blocked = null;
        problem = null;
        since = null;
        until = null;
        by = null;
    }

    /** A person does not want it used. */
    Blocked block(BlockAccount asked, Instant now) {
        boolean changed = blocked != BlockReason.MANUAL;
        since = now;
        blocked = BlockReason.MANUAL;
        problem = asked.why() == null ? "blocked by " + asked.by() : asked.why();
        until = asked.until();
        by = asked.by();
        return new Blocked(
                true,
                changed,
                (changed ? "is blocked" : "was blocked already; now")
                        + (until == null ? " until somebody unblocks it" : " until " + until));
    }

    /**
     * A person knows better: a person's block goes and nothing else, since that is what is lifted by it; without one, GitHub's
     * block and its user's limit.
     */
    Unblocked unblock(Instant now) {
        if (isHeldByAPerson(now)) {
            lift();
            Instant limited = user.limitedUntil(now);
            return new Unblocked(
                    true,
                    true,
                    "is no longer blocked (it was manual)"
                            + (limited == null ? "" : "; GitHub limits its user until " + limited + " all the same"));
        }
        boolean limited = user.isLimited(now);
        BlockReason was = limited ? BlockReason.RATE_LIMITED : isBlocked(now) ? blocked : null;
        if (was == null) {
            return new Unblocked(true, false, "is not blocked");
        }
        lift();
        user.liftLimit(now);
        return new Unblocked(
                true,
                true,
                "is no longer blocked (it was "
                        + was.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")"
                        + (limited
                                ? "; work goes on when all workers know, in " + GitHubUser.HEARD_BY_ALL.toSeconds()
                                        + " s"
                                : ""));
    }

    /** Whether a person's block holds. */
    boolean isHeldByAPerson(Instant now) {
        return blocked == BlockReason.MANUAL && isBlocked(now);
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
        return !isBlocked(now) && !user.isLimited(now) && user.spentUntil(now) == null;
    }

    private boolean isBlocked(Instant now) {
        return blocked != null && (until == null || now.isBefore(until));
    }

    /** Whether its user has requests and writes left for one more project. */
    boolean hasRoom(Instant now) {
        return user.roomFrom(now) == null;
    }

    boolean isBusy() {
        return announced.maxProjects() > 0 && leases >= announced.maxProjects();
    }

    void leased() {
        leases++;
        uses++;
        user.granted();
    }

    void restored() {
        leases++;
    }

    void released() {
        leases = Math.max(0, leases - 1);
    }

    AnnouncedAccount announced() {
        return announced;
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
        Instant limited = user.limitedUntil(now);
        if (!isBlocked(now)) {
            return limited == null ? user.roomFrom(now) : limited;
        }
        return until == null || limited == null || until.isAfter(limited) ? until : limited;
    }

    AccountState state(Instant now) {
        boolean mine = isBlocked(now);
        boolean limited = !mine && user.isLimited(now);
        return new AccountState(
                name(),
                login(),
                owner(),
                announced.owners(),
                leases,
                uses,
                user.writes(),
                limited ? BlockReason.RATE_LIMITED : mine ? blocked : null,
                limited || mine ? returnsAt(now) : null,
                limited ? user.said() : mine ? problem : null,
                limited ? user.limitedSince() : mine ? since : null,
                limited ? user.response() : mine ? by : null,
                user.allowances(),
                user.writesThisHour(now));
    }
}
