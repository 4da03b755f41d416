package dev.slipway.account;

import dev.slipway.run.Signals;
import dev.slipway.run.WorkflowClock;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pool as a workflow. Signals change the state at once; the main loop decides and sends the answers without waiting
 * for each, so that many requesters are served in one workflow task.
 */
public final class AccountPoolWorkflowImpl implements AccountPoolWorkflow {
    private static final TimerOptions WAKE =
            TimerOptions.newBuilder().setSummary("lease or block ends").build();

    private final AccountPoolInput input;
    private final AccountPool pool;
    private boolean changed = true;
    private int sending;
    private int answered;
    private @Nullable Instant wakeAt;
    private Promise<Void> wake = Workflow.newPromise();

    @WorkflowInit
    public AccountPoolWorkflowImpl(AccountPoolInput input) {
        this.input = input;
        this.pool = new AccountPool(input.writeSpacing(), input.carried(), WorkflowClock.now());
    }

    @Override
    public void run(AccountPoolInput input) {
        while (!isLong()) {
            changed = false;
            pool.decide(WorkflowClock.now()).forEach(this::send);
            Workflow.setCurrentDetails(PoolDetails.of(state()));
            Promise<Void> timer = nextWake();
            Workflow.await(() -> changed || timer.isCompleted() || isLong());
        }
        // Nothing may be lost: what is being sent arrives first, and what was asked meanwhile is answered.
        do {
            changed = false;
            pool.decide(WorkflowClock.now()).forEach(this::send);
            Workflow.await(() -> sending == 0 && Workflow.isEveryHandlerFinished());
        } while (changed);
        Workflow.continueAsNew(
                new AccountPoolInput(this.input.writeSpacing(), pool.carry(), this.input.answersPerRun()));
    }

    private boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || (input.answersPerRun() > 0 && answered >= input.answersPerRun());
    }

    private void send(PoolAnswer answer) {
        sending++;
        answered++;
        Promise<Void> sent = Signals.send(answer.requester(), answer.signal(), answer.message())
                .thenApply(delivered -> {
                    sending--;
                    if (!delivered) {
                        pool.requesterGone(answer.requester());
                        changed = true;
                    }
                    return null;
                });
        sent.handle((done, failure) -> null);
    }

    /** One timer at a time is enough, unless something changes before it fires; one that fires for nothing does no harm. */
    private Promise<Void> nextWake() {
        Instant now = WorkflowClock.now();
        Instant next = pool.nextChange(now).orElse(null);
        boolean covered = wakeAt != null && !wake.isCompleted() && (next == null || !wakeAt.isAfter(next));
        if (next != null && !covered) {
            Duration until = Duration.between(now, next);
            wakeAt = next;
            wake = Workflow.newTimer(until.isNegative() ? Duration.ZERO : until, WAKE);
        } else if (next == null && wake.isCompleted()) {
            wakeAt = null;
            wake = Workflow.newPromise();
        }
        return wake;
    }

    @Override
    public void announce(WorkerAnnouncement announcement) {
        pool.announce(announcement, WorkflowClock.now());
        changed = true;
    }

    @Override
    public void workerGone(WorkerGone gone) {
        pool.gone(gone.host());
        changed = true;
    }

    @Override
    public void requestLease(LeaseRequest request) {
        pool.request(request);
        changed = true;
    }

    @Override
    public void requestWriteSlots(WriteSlotsRequest request) {
        pool.requestSlots(request, WorkflowClock.now());
        changed = true;
    }

    @Override
    public void release(LeaseReleased released) {
        pool.release(released);
        changed = true;
    }

    @Override
    public void trouble(AccountTrouble trouble) {
        pool.trouble(trouble, WorkflowClock.now());
        changed = true;
    }

    @Override
    public Unblocked unblock(UnblockAccount asked) {
        changed = true;
        return pool.account(asked.account())
                .map(account -> account.unblock(WorkflowClock.now()))
                .orElseGet(() -> new Unblocked(false, false, "is not in the pool: no worker has announced it"));
    }

    @Override
    public AccountPoolState state() {
        return pool.state(WorkflowClock.now());
    }
}
