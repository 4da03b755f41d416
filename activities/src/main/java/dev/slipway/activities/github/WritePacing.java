package dev.slipway.activities.github;

import dev.slipway.account.AccountLease;
import dev.slipway.account.WriteSlots;
import dev.slipway.account.WriteTurn;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.failure.RateLimited;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps content-creating requests of one GitHub user apart. Over all workers the pool's write slots do, and whoever comes
 * too late for its slot asks for another; within this process nobody comes near to another, whatever clocks and pool say.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests">GitHub's rule</a>
 */
public final class WritePacing {
    /** Slots are granted shortly before they are due; one that is further away was made by another clock. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** A worker so busy that it misses each turn goes on all the same: nobody else is that fast then. */
    private static final int MOST_TURNS = 3;

    private final Duration spacing;
    private final PoolTurns turns;
    private final PacingClock clock;
    /** By user, the moments that are taken here. */
    private final Map<String, TreeSet<Long>> taken = new HashMap<>();

    /** Keeps the starts of two writes of a user at least so far apart, zero for not at all; in this process only. */
    public WritePacing(Duration spacing) {
        this(spacing, PoolTurns.NONE);
    }

    /** @param turns asked where a slot was missed */
    public WritePacing(Duration spacing, PoolTurns turns) {
        this(spacing, turns, PacingClock.SYSTEM);
    }

    WritePacing(Duration spacing, PoolTurns turns, PacingClock clock) {
        this.spacing = spacing;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * When a call began: by the server's clock, which made the slots, and by one that does not jump. So hosts whose clocks
     * are seconds apart come at the same moments.
     */
    record Begin(Instant at, long nanos) {}

    /** To be taken before anything else is done in the call. */
    Begin begin() {
        return new Begin(clock.started().orElseGet(clock::now), clock.nanos());
    }

    private Duration ahead(Begin begin, Instant slot) {
        return Duration.between(begin.at(), slot).minusNanos(clock.nanos() - begin.nanos());
    }

    /**
     * Waits for this user's turn: its slot, or where that is over another one.
     *
     * @param begin of the call
     * @param slot null where none was reserved
     * @throws io.temporal.failure.ApplicationFailure {@code UNAVAILABLE} when interrupted, since the worker stops; {@code
     *     LEASE_LOST} where the next turn is far away, so that the workflow asks for a slot and waits for it; {@code
     *     ACCOUNT_RATE_LIMITED} where the pool knows of a limit
     */
    void await(AccountLease lease, Begin begin, @Nullable Instant slot) {
        if (spacing.isZero()) {
            return;
        }
        Optional<Duration> wait = Optional.ofNullable(slot)
                .map(at -> ahead(begin, at))
                .filter(ahead -> ahead.compareTo(LONGEST_WAIT) <= 0);
        for (int asked = 0; ; asked++) {
            if (wait.isPresent() && comesInTime(lease.login(), wait.get())) {
                return;
            }
            wait = asked < MOST_TURNS ? turn(lease) : Optional.empty();
            if (wait.isEmpty()) {
                sleepUntil(nextFree(lease.login()));
                return;
            }
        }
    }

    private Optional<Duration> turn(AccountLease lease) {
        Optional<WriteTurn> turn = turns.next(lease.account());
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        Instant limitedUntil = turn.get().limitedUntil();
        if (limitedUntil != null) {
            throw Failures.of(
                    FailureType.ACCOUNT_RATE_LIMITED,
                    "A write was not sent: GitHub limits " + lease.login() + ". It can go on at " + limitedUntil + ".",
                    new RateLimited(limitedUntil, true));
        }
        if (!turn.get().reserved()) {
            throw Failures.of(
                    FailureType.LEASE_LOST,
                    "A write slot of " + lease.login()
                            + " was missed, and no other one is near: a new one is asked for");
        }
        return turn.map(WriteTurn::in);
    }

    /** Waits until then; false where that moment is over, or too near to another one here. */
    private boolean comesInTime(String login, Duration wait) {
        long due = clock.nanos() + wait.toNanos();
        if (isOver(due) || !take(login, due)) {
            return false;
        }
        sleepUntil(due);
        if (isOver(due)) {
            giveBack(login, due);
            return false;
        }
        return true;
    }

    private boolean isOver(long due) {
        return clock.nanos() - due > WriteSlots.LATE.toNanos();
    }

    private synchronized boolean take(String login, long due) {
        TreeSet<Long> moments = moments(login);
        Long before = moments.floor(due);
        Long after = moments.ceiling(due);
        boolean free = (before == null || due - before >= spacing.toNanos())
                && (after == null || after - due >= spacing.toNanos());
        return free && moments.add(due);
    }

    private synchronized void giveBack(String login, long due) {
        moments(login).remove(due);
    }

    private synchronized long nextFree(String login) {
        TreeSet<Long> moments = moments(login);
        long free = clock.nanos();
        for (long moment : moments) {
            if (Math.abs(moment - free) < spacing.toNanos()) {
                free = moment + spacing.toNanos();
            }
        }
        moments.add(free);
        return free;
    }

    private TreeSet<Long> moments(String login) {
        TreeSet<Long> moments = taken.computeIfAbsent(login, user -> new TreeSet<>());
        moments.headSet(clock.nanos() - spacing.toNanos()).clear();
        return moments;
    }

    private void sleepUntil(long due) {
        try {
            clock.sleepUntil(due);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.of(FailureType.UNAVAILABLE, "The worker stopped while it waited for a write slot");
        }
    }
}
