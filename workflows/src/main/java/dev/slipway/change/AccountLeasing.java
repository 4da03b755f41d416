package dev.slipway.change;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.BlockReason;
import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlots;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change's side of the account pool: holds a lease, renews it, reserves write slots, and takes another account
 * where GitHub refused this one. The owner is fixed by the first lease, so that a change never has two repositories.
 */
final class AccountLeasing {
    /** An unanswered request is repeated after this, then less and less often; the pool answers a repeated one once. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private static final Duration ASK_AGAIN_AT_MOST = Duration.ofMinutes(15);
    /** A pool that told us to wait keeps our place; asking again only guards against a pool that lost its state. */
    private static final Duration ASK_AGAIN_WHEN_TOLD = Duration.ofMinutes(30);
    /** A slot that is further ahead is waited for here, durably, and not by an activity that occupies a worker. */
    private static final Duration SLOT_AHEAD = Duration.ofSeconds(5);
    /** A slot that passed unused so long ago may by now be somebody else's moment. */
    private static final Duration SLOT_STALE = Duration.ofSeconds(5);

    private final ChangePlan plan;
    private final ChangeOptions options;
    private final RunStatus status;
    private final Runnable onLongWait;
    private final AccountPoolClient pool = new AccountPoolClient();
    private final Set<AccountName> refused = new LinkedHashSet<>();

    private @Nullable String owner;
    private @Nullable AccountName last;
    private @Nullable AccountLease lease;
    private Instant renewAt = Instant.EPOCH;
    private long wanted;
    private @Nullable LeaseGranted granted;
    private @Nullable LeaseWaiting told;
    private int timesTold;
    private long ordered;
    private boolean orderRefused;
    private final List<Instant> slots = new ArrayList<>();

    /** @param onLongWait what to give back while no account can be had for long */
    AccountLeasing(ChangePlan plan, ChangeOptions options, RunStatus status, Runnable onLongWait) {
        this.plan = plan;
        this.options = options;
        this.status = status;
        this.onLongWait = onLongWait;
        this.owner = plan.owner();
    }

    /** An account, and the times at which it may write. */
    record Permit(AccountLease lease, WriteSlots writes) {}

    /** The lease, renewed where less than half of it is left. Waits where none can be had. */
    AccountLease lease() {
        while (lease == null || !WorkflowClock.now().isBefore(renewAt)) {
            if (lease == null) {
                acquire(0);
            } else {
                order(0);
                awaitOrder();
            }
        }
        return lease;
    }

    /** The lease if there is one; never waits. */
    @Nullable
    AccountLease held() {
        return lease;
    }

    /** The lease with slots for that many writes; waits until the first of them is near. */
    Permit permit(int writes) {
        while (true) {
            if (lease == null) {
                acquire(writes);
            } else if (ordered != 0) {
                awaitOrder();
            } else {
                Instant stale = WorkflowClock.now().minus(SLOT_STALE);
                slots.removeIf(slot -> slot.isBefore(stale));
                if (slots.size() >= writes) {
                    return take(writes);
                }
                order(writes);
            }
        }
    }

    private Permit take(int writes) {
        List<Instant> taken = List.copyOf(slots.subList(0, writes));
        slots.subList(0, writes).clear();
        AccountLease holder = lease;
        Instant near = WorkflowClock.now().plus(SLOT_AHEAD);
        if (!taken.isEmpty() && taken.get(0).isAfter(near)) {
            status.waiting(WaitReason.ACCOUNT, taken.get(0), "other writes of the same GitHub user come first");
            Pause.sleep(Duration.between(near, taken.get(0)), "write slot");
            status.resume();
        }
        return new Permit(holder, new WriteSlots(taken));
    }

    /** Reserves slots ahead of the writes, so that nobody waits for the pool's answer later. Does not wait. */
    void order(int writes) {
        if (lease != null && ordered == 0) {
            ordered = pool.number();
            orderRefused = false;
            Promise<Boolean> unused = pool.requestWriteSlots(ordered, lease, writes);
        }
    }

    private void awaitOrder() {
        boolean answered = Pause.until(ASK_AGAIN, "write slots", () -> ordered == 0 || orderRefused);
        if (!answered || orderRefused) {
            // The pool does not know this lease, or there is no pool: asking for a new lease shows which.
            forget();
        }
    }

    private void acquire(int writes) {
        wanted = pool.number();
        granted = null;
        told = null;
        Backoff askAgain = new Backoff(ASK_AGAIN, ASK_AGAIN_AT_MOST);
        Instant longAfter = WorkflowClock.now().plus(options.keepSlotFor());
        while (granted == null) {
            Promise<Boolean> unused =
                    pool.requestLease(wanted, owner, plan.account(), refused, plan.priority(), writes, last);
            longAfter = awaitGrant(askAgain, longAfter);
            if (granted == null && told == null) {
                status.waiting(
                        WaitReason.ACCOUNT, null, "the account pool does not answer: it needs a worker that runs");
            } else if (granted == null) {
                // Nothing moved for long: who was refused then may have been given the right since.
                refused.clear();
            }
        }
        use(granted.lease());
        owner = granted.lease().owner();
        slots.clear();
        slots.addAll(granted.writes().notBefore());
        if (status.state() == RunState.WAITING && status.step() != Step.ACCOUNT) {
            status.resume();
        }
    }

    /**
     * Waits for the grant until it is time to ask again, showing what the pool says.
     *
     * @return {@code longAfter}, or the far future once everything is given back
     */
    private Instant awaitGrant(Backoff askAgain, Instant longAfter) {
        Instant until = WorkflowClock.now().plus(told == null ? askAgain.next() : ASK_AGAIN_WHEN_TOLD);
        Instant giveBackAt = longAfter;
        while (granted == null && WorkflowClock.now().isBefore(until)) {
            int before = timesTold;
            Instant wake = giveBackAt.isBefore(until) ? giveBackAt : until;
            Pause.until(
                    Duration.between(WorkflowClock.now(), wake),
                    "account",
                    () -> granted != null || timesTold != before);
            if (granted == null && told != null && timesTold != before) {
                until = WorkflowClock.now().plus(ASK_AGAIN_WHEN_TOLD);
                status.waiting(WaitReason.ACCOUNT, told.until(), told.reason());
            }
            boolean isLong = !WorkflowClock.now().isBefore(giveBackAt)
                    || (told != null && told.until() != null && told.until().isAfter(giveBackAt));
            if (granted == null && isLong) {
                giveBackAt = Instant.MAX;
                onLongWait.run();
            }
        }
        return giveBackAt;
    }

    private void use(AccountLease now) {
        Instant received = WorkflowClock.now();
        lease = now;
        last = now.account();
        renewAt = received.plus(Duration.between(received, now.expiresAt()).dividedBy(2));
        status.acts(now.account());
    }

    /** GitHub refused the account: tell the pool, and act as another one from now on. */
    void refused(CallFailure failure) {
        if (lease == null) {
            return;
        }
        AccountLease was = lease;
        BlockReason reason = switch (failure.type()) {
            case ACCOUNT_UNAUTHORIZED -> BlockReason.UNAUTHORIZED;
            case ACCOUNT_SUSPENDED -> BlockReason.SUSPENDED;
            case ACCOUNT_RATE_LIMITED -> BlockReason.RATE_LIMITED;
            default -> BlockReason.FORBIDDEN;
        };
        if (reason == BlockReason.FORBIDDEN) {
            refused.add(was.account());
        }
        forget();
        // The trouble first, so that the account does not go to the next in line before its block.
        pool.trouble(new AccountTrouble(
                        was.account(),
                        reason,
                        failure.until(),
                        Text.oneLine(failure.message(), 200),
                        failure.response()))
                .get();
        Promise<Boolean> unused = pool.release(was);
    }

    /** Drops a lease that is not ours any more. */
    void forget() {
        lease = null;
        ordered = 0;
        slots.clear();
    }

    /** Returns the account. @return when the pool has heard it */
    Promise<Boolean> giveBack() {
        if (lease == null) {
            return Workflow.newPromise(true);
        }
        AccountLease was = lease;
        forget();
        return pool.release(was);
    }

    /** Answer to a request for a lease. */
    void granted(LeaseGranted answer) {
        if (answer.request() == wanted && lease == null) {
            granted = answer;
        }
    }

    /** The pool has nothing for us now; or it does not know the lease for which we asked slots. */
    void waiting(LeaseWaiting answer) {
        if (answer.request() == wanted) {
            told = answer;
            timesTold++;
        } else if (answer.request() == ordered) {
            orderRefused = true;
        }
    }

    /** Answer to a request for slots. */
    void granted(WriteSlotsGranted answer) {
        if (answer.request() == ordered
                && lease != null
                && answer.lease().account().equals(lease.account())) {
            ordered = 0;
            slots.addAll(answer.writes().notBefore());
            use(answer.lease());
        }
    }
}
