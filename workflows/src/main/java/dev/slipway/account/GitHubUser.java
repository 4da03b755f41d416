package dev.slipway.account;

import dev.slipway.account.CarriedPool.CarriedUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all accounts of one GitHub user share: the rate limit, and the pace of writes. */
final class GitHubUser {
    /** So long a granted slot needs to reach its writer. */
    private static final Duration SLOT_LEAD = Duration.ofMillis(300);
    /** Octokit's default for a secondary limit that names no time. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(60);

    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);
    /** A limit that ends this very moment would be met again at once. */
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

    /** Workers look at the pool more often than that; till then they keep to a limit that was lifted. */
    static final Duration HEARD_BY_ALL = Duration.ofSeconds(15);

    /** A reset that is further away is a mistake of somebody's clock. */
    private static final Duration FURTHEST = Duration.ofHours(24);
    /** What a project asks of GitHub, roughly: those granted since the last report count so much each. */
    private static final int REQUESTS_PER_LEASE = 10;
    /** Headroom in tenths, rounded down: of a whole allowance a reserve is kept. */
    private static final int FULL = 9;
    /** Who has to wait longer for its first write had better take another account, or wait in the queue. */
    private static final Duration LONGEST_QUEUE = Duration.ofMinutes(2);
    /** An hour's writes are reserved at most, and what was asked for at once comes on top. */
    private static final Duration FURTHEST_SLOT = Duration.ofHours(2);

    private final String login;
    private long writes;
    private @Nullable Instant lastSlot;
    private @Nullable Instant limitedUntil;
    private @Nullable Instant limitedSince;
    private @Nullable Instant liftedUntil;
    private int strikes;
    private @Nullable String said;
    private @Nullable String response;
    private final Map<String, Allowance> allowances = new TreeMap<>();
    private WriteWindow window = new WriteWindow();
    private int sinceHeard;

    GitHubUser(String login) {
        this.login = login;
    }

    static GitHubUser of(CarriedUser carried) {
        GitHubUser user = new GitHubUser(carried.login());
        user.writes = carried.writes();
        user.lastSlot = carried.lastSlot();
        user.limitedUntil = carried.limitedUntil();
        user.limitedSince = carried.limitedSince();
        user.liftedUntil = carried.liftedUntil();
        user.strikes = carried.strikes();
        user.said = carried.said();
        user.response = carried.response();
        carried.allowances().forEach(one -> user.allowances.put(one.resource(), one));
        user.window = WriteWindow.of(carried.recent());
        return user;
    }

    CarriedUser carry() {
        return new CarriedUser(
                login,
                writes,
                lastSlot,
                limitedUntil,
                limitedSince,
                strikes,
                said,
                response,
                allowances(),
                window.carry(),
                liftedUntil);
    }

    /** Hands out times for writes, each at least {@code spacing} after the one before, and that much from the writes. */
    WriteSlots slots(int count, Duration spacing, Instant now) {
        List<Instant> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(slot(spacing, now.plus(SLOT_LEAD)));
        }
        writes += count;
        return new WriteSlots(slots);
    }

    /** The next slot for a writer that asks itself; it is instead of one that was counted already. */
    WriteTurn turn(Duration spacing, Instant now) {
        Instant limited = limitedUntil(now);
        Duration in = Duration.between(now, nextSlot(spacing, now));
        boolean reserved = limited == null && in.compareTo(WriteTurn.LONGEST) <= 0;
        if (reserved) {
            Instant unused = slot(spacing, now);
        }
        return new WriteTurn(in, reserved, limited);
    }

    private Instant slot(Duration spacing, Instant soon) {
        lastSlot = nextSlot(spacing, soon);
        if (!spacing.isZero()) {
            window.add(lastSlot);
        }
        return lastSlot;
    }

    private Instant nextSlot(Duration spacing, Instant soon) {
        if (spacing.isZero()) { // turns pacing off, for measurements
            return soon;
        }
        Instant next = lastSlot == null ? soon : lastSlot.plus(spacing).plus(WriteSlots.MARGIN);
        return window.earliest(next.isBefore(soon) ? soon : next);
    }

    /**
     * GitHub limited this user.
     *
     * @param until null where it named no time: then 60 s, doubling each time that it happens again right afterwards
     */
    void limited(@Nullable Instant until, String words, @Nullable String answer, Instant now) {
        if (until == null && isLimited(now)) {
            return; // others in flight at the same time met the same limit
        }
        if (answer == null && liftedUntil != null && now.isBefore(liftedUntil)) {
            return; // of a worker that has not heard yet that the limit was lifted
        }
        boolean news = !isLimited(now);
        if (limitedUntil != null && now.isAfter(limitedUntil.plus(LONGEST_LIMIT))) {
            strikes = 0;
        }
        Instant end = until == null ? now.plus(growing()) : until;
        Instant latest = now.plus(FURTHEST);
        end = end.isAfter(latest) ? latest : end;
        if (end.isBefore(now.plus(SHORTEST_LIMIT))) {
            end = now.plus(growing(SHORTEST_LIMIT)); // whoever names moments that are over is not asked each second
        }
        if (!isLimited(now)) {
            limitedSince = now;
            limitedUntil = end;
        } else if (end.isAfter(limitedUntil)) {
            news = answer != null;
            limitedUntil = end;
        }
        // Who was not let ask since the limit is known already has nothing to add to GitHub's own words.
        if (news || said == null || (response == null && answer != null)) {
            said = words;
            response = answer;
        }
    }

    /**
     * Forgets limits and slots that are further ahead than any can be: the clock was ahead when they were noted.
     *
     * @return whether there were any
     */
    boolean dropsWhatIsTooFarAhead(Instant now) {
        boolean dropped = allowances.values().removeIf(one -> one.reset().isAfter(now.plus(FURTHEST_SLOT)));
        if (lastSlot != null && lastSlot.isAfter(now.plus(FURTHEST_SLOT))) {
            lastSlot = null;
            window = new WriteWindow();
            dropped = true;
        }
        if (limitedUntil != null && limitedUntil.isAfter(now.plus(FURTHEST).plus(LONGEST_QUEUE))) {
            limitedUntil = null;
            limitedSince = null;
            dropped = true;
        }
        return dropped;
    }

    /** A person knows that it is over: it is as soon as all workers have heard of it. */
    void liftLimit(Instant now) {
        liftedUntil = now.plus(HEARD_BY_ALL);
        if (isLimited(now) && limitedUntil.isAfter(liftedUntil)) {
            limitedUntil = liftedUntil;
        }
        strikes = 0;
        allowances.clear();
    }

    /** GitHub said what is left. */
    void heard(AllowanceReport report, Instant now) {
        allowances.put(report.resource(), Allowance.of(report, now));
        sinceHeard = 0;
    }

    /** One more project uses it. */
    void granted() {
        sinceHeard++;
    }

    /** In tenths: the least of what is left of its limits and of the writes of an hour. */
    int headroom(Instant now) {
        // Who was not heard of yet is as good as who has its whole allowance, and no better.
        int least = Math.min(FULL, 10 - Math.min(10, window.inTheHourBefore(now) / 50));
        for (Allowance one : allowances.values()) {
            least = Math.min(least, one.headroom(sinceHeard * REQUESTS_PER_LEASE, now));
        }
        return least;
    }

    /** When it has room for one more project; null when it has now. */
    @Nullable
    Instant roomFrom(Instant now) {
        Instant from = null;
        for (Allowance one : allowances.values()) {
            if (one.left(sinceHeard * REQUESTS_PER_LEASE, now) <= 0) {
                from = from == null || one.reset().isAfter(from) ? one.reset() : from;
            }
        }
        Instant writes = lastSlot == null ? now : window.earliest(lastSlot).minus(LONGEST_QUEUE);
        if (writes.isAfter(now) && (from == null || writes.isAfter(from))) {
            from = writes;
        }
        return from;
    }

    /** Until when nothing more may be asked, since next to nothing is left; null while something is. */
    @Nullable
    Instant spentUntil(Instant now) {
        return allowances.values().stream()
                .filter(one -> one.isSpent(now))
                .map(Allowance::reset)
                .max(Instant::compareTo)
                .orElse(null);
    }

    List<Allowance> allowances() {
        return List.copyOf(allowances.values());
    }

    int writesThisHour(Instant now) {
        return window.inTheHourBefore(now);
    }

    @Nullable
    Instant limitedSince() {
        return limitedSince;
    }

    @Nullable
    String response() {
        return response;
    }

    private Duration growing() {
        return growing(FIRST_LIMIT);
    }

    private Duration growing(Duration first) {
        Duration limit = first.multipliedBy(1L << Math.min(strikes, 12));
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
