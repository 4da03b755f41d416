package dev.slipway.change;

import dev.slipway.failure.FailureType;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What to do after a failed call so that it can be repeated: another account, another session, or only later. None of
 * this uses up an attempt of the work. What can't be mended so is a matter for people.
 */
final class Recovery {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** With the waits doubling this is about a day: an outage of the other side is not the project's fault. */
    private static final int WAITS_FOR_THE_OTHER_SIDE = 100;
    /** A host without a tool or with a full disk: another host may have it, but not for ever. */
    private static final int WAITS_FOR_ANOTHER_HOST = 6;

    private static final Set<Step> ON_GITHUB = EnumSet.of(Step.REPOSITORY, Step.PULL_REQUEST, Step.MERGE, Step.CLEANUP);

    private final AccountLeasing accounts;
    private final SeatLeasing seats;
    private final WorkspaceSession session;
    private final RunStatus status;
    private final Helm helm;
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT);
    /** Since the last success. */
    private int leasesLost;
    /** Apart, since a day's outage of the other side says nothing about hosts. */
    private final Backoff hosts = new Backoff(FIRST_WAIT, LONGEST_WAIT);

    Recovery(AccountLeasing accounts, SeatLeasing seats, WorkspaceSession session, RunStatus status, Helm helm) {
        this.accounts = accounts;
        this.seats = seats;
        this.session = session;
        this.status = status;
        this.helm = helm;
    }

    /** A call came through: the next trouble is a new one. */
    void succeeded() {
        backoff.succeeded();
        leasesLost = 0;
        hosts.succeeded();
    }

    /**
     * Makes a repetition of the call possible, or not.
     *
     * @throws NeedsAttention where repeating can't help
     */
    void after(TemporalFailure thrown, Step step) {
        CallFailure failure = CallFailure.of(thrown);
        if (failure.timedOut()) {
            // With the session gone the reason is clear, and the next session is tried at once.
            if (session.isOpen() || ON_GITHUB.contains(step)) {
                waitOrGiveUp(step, failure);
            }
            return;
        }
        switch (failure.type()) {
            case ACCOUNT_UNAUTHORIZED, ACCOUNT_SUSPENDED, ACCOUNT_FORBIDDEN, ACCOUNT_RATE_LIMITED -> {
                status.note(step, "account " + status.account() + ": " + failure.message(), false);
                accounts.refused(failure);
            }
            case LEASE_LOST -> {
                accounts.forget();
                afterLostLease(step, failure);
            }
            case SEAT_LOST -> {
                status.note(step, failure.message(), null);
                seats.over();
            }
            case SESSION_FENCED, SESSION_GONE -> {
                session.lost();
                afterLostSession(step, failure);
            }
            case UNAVAILABLE -> {
                if (!session.isOpen()) {
                    // A host that stops opens nothing any more.
                    session.avoidHost();
                }
                waitOrGiveUp(step, failure);
            }
            case HOST_RESOURCES -> {
                // What fills a disk must go, or it fills it for everybody; the checkpoint has the work.
                session.close(false, false);
                anotherHost(step, failure);
            }
            case TOOL_MISSING, NOT_CONFIGURED -> {
                session.close(true, false);
                anotherHost(step, failure);
            }
            case NAME_TAKEN, REQUEST_REFUSED, PUSH_CONFLICT, OUTCOME_UNKNOWN, INTERNAL ->
                throw new NeedsAttention(step, failure.message());
        }
    }

    private void anotherHost(Step step, CallFailure failure) {
        session.avoidHost();
        waitOrGiveUp(step, failure, hosts, WAITS_FOR_ANOTHER_HOST);
    }

    private void afterLostSession(Step step, CallFailure failure) {
        // The first time costs nothing. A session that is lost again is not tried in a tight loop, and under another
        // lease: the checkpoint may carry a higher fencing number than this one's.
        if (backoff.taken() > 0) {
            Promise<Boolean> unused = accounts.giveBack();
            waitOrGiveUp(step, failure);
        } else {
            backoff.next();
        }
    }

    private void afterLostLease(Step step, CallFailure failure) {
        leasesLost++;
        if (leasesLost == 1) {
            // A step that took longer than its lease, or a write slot that was missed: a new lease mends it at once.
            status.note(step, failure.message(), false);
            return;
        }
        if (ON_GITHUB.contains(step)) {
            waitOrGiveUp(step, failure);
        } else {
            // A lease that was granted a moment ago is over there: that host's clock is wrong, another one's may not
            // be.
            session.close(true, false);
            anotherHost(step, failure);
        }
    }

    private void waitOrGiveUp(Step step, CallFailure failure) {
        waitOrGiveUp(step, failure, backoff, WAITS_FOR_THE_OTHER_SIDE);
    }

    private void waitOrGiveUp(Step step, CallFailure failure, Backoff waited, int most) {
        if (waited.taken() >= most) {
            throw new NeedsAttention(step, failure.message());
        }
        status.note(step, "again later: " + failure.message(), false);
        helm.waits(waited.next(), "back-off: " + (failure.is(FailureType.UNAVAILABLE) ? "unavailable" : "host"));
    }
}
