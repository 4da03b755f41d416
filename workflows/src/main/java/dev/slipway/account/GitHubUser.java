package dev.slipway.account;

import dev.slipway.account.CarriedPool.CarriedUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all accounts of one GitHub user share: the rate limit, and the pace of writes. */
final class GitHubUser {
    /** So long a granted slot needs to reach its writer. */
    private static final Duration SLOT_LEAD = Duration.ofMillis(150);
    /** Octokit's default for a secondary limit that names no time. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(60);

    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);
    /** A limit that ends this very moment would be met again at once. */
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

    private final String login;
    private long writes;
    private @Nullable Instant lastSlot;
    private @Nullable Instant limitedUntil;
    private @Nullable Instant limitedSince;
    private int strikes;
    private @Nullable String said;

    GitHubUser(String login) {
        this.login = login;
    }

    static GitHubUser of(CarriedUser carried) {
        GitHubUser user = new GitHubUser(carried.login());
        user.writes = carried.writes();
        user.lastSlot = carried.lastSlot();
        user.limitedUntil = carried.limitedUntil();
        user.limitedSince = carried.limitedSince();
        user.strikes = carried.strikes();
        user.said = carried.said();
        return user;
    }

    CarriedUser carry() {
        return new CarriedUser(login, writes, lastSlot, limitedUntil, limitedSince, strikes, said);
    }

    /** Hands out times for writes, each at least {@code spacing} after the one before. */
    WriteSlots slots(int count, Duration spacing, Instant now) {
        List<Instant> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant soon = now.plus(SLOT_LEAD);
            Instant next = lastSlot == null ? soon : lastSlot.plus(spacing);
            lastSlot = next.isBefore(soon) ? soon : next;
            slots.add(lastSlot);
        }
        writes += count;
        return new WriteSlots(slots);
    }

    /**
     * GitHub limited this user.
     *
     * @param until null where it named no time: then 60 s, doubling each time that it happens again right afterwards
     */
    void limited(@Nullable Instant until, String words, Instant now) {
        if (until == null && isLimited(now)) {
            return; // others in flight at the same time met the same limit
        }
        if (until == null && limitedUntil != null && now.isAfter(limitedUntil.plus(LONGEST_LIMIT))) {
            strikes = 0;
        }
        Instant end = until == null ? now.plus(growing()) : until;
        Instant soonest = now.plus(SHORTEST_LIMIT);
        end = end.isBefore(soonest) ? soonest : end;
        if (!isLimited(now)) {
            limitedSince = now;
            limitedUntil = end;
        } else if (end.isAfter(limitedUntil)) {
            limitedUntil = end;
        }
        said = words;
    }

    /** A person knows that it is over. */
    void forgetLimit() {
        limitedUntil = null;
        limitedSince = null;
        strikes = 0;
        said = null;
    }

    private Duration growing() {
        Duration limit = FIRST_LIMIT.multipliedBy(1L << Math.min(strikes, 10));
        strikes++;
        return limit.compareTo(LONGEST_LIMIT) > 0 ? LONGEST_LIMIT : limit;
    }

    /** A lease that was granted then came back without trouble: if that was after the limit, the limit is over for good. */
    void worked(Instant grantedAt) {
        if (limitedUntil != null && !grantedAt.isBefore(limitedUntil)) {
            strikes = 0;
        }
    }

    boolean isLimited(Instant now) {
        return limitedUntil != null && now.isBefore(limitedUntil);
    }

    /** End of the limit that holds now; null when none does. */
    @Nullable
    Instant limitedUntil(Instant now) {
        return isLimited(now) ? limitedUntil : null;
    }

    @Nullable
    String said() {
        return said;
    }

    long writes() {
        return writes;
    }
}
