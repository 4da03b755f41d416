package dev.slipway.account;

import dev.slipway.pool.PoolLoop;
import dev.slipway.run.WorkflowClock;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** The pool as a workflow: signals change the state at once, the loop decides and answers. */
public final class AccountPoolWorkflowImpl implements AccountPoolWorkflow {
    private final AccountPoolInput input;
    private final AccountPool pool;
    private final AccountSteerage steerage;
    private final PoolLoop loop;

    @WorkflowInit
    public AccountPoolWorkflowImpl(AccountPoolInput input) {
        this.input = input;
        this.pool = new AccountPool(input.writeSpacing(), input.carried(), WorkflowClock.now());
        this.steerage = new AccountSteerage(pool);
        this.loop = new PoolLoop(pool, input.answersPerRun(), "lease or block ends");
        if (input.rotation() != null) {
            pool.rotate(input.rotation());
        }
    }

    @Override
    public void run(AccountPoolInput input) {
        loop.run();
        Workflow.continueAsNew(new AccountPoolInput(
                this.input.writeSpacing(), pool.carry(), this.input.answersPerRun(), state().rotation()));
    }

    @Override
    public void announce(WorkerAnnouncement announcement) {
        pool.announce(announcement, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void workerGone(WorkerGone gone) {
        pool.gone(gone.host(), WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void requestLease(LeaseRequest request) {
        pool.request(request);
        loop.changed();
    }

    @Override
    public void requestWriteSlots(WriteSlotsRequest request) {
        pool.requestSlots(request, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void release(LeaseReleased released) {
        pool.release(released);
        loop.changed();
    }

    @Override
    public void trouble(AccountTrouble trouble) {
        pool.trouble(trouble, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void allowance(AllowanceReport report) {
        pool.heard(report, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void rotate(Rotation rotation) {
        pool.rotate(rotation);
        loop.changed();
    }

    @Override
    public WriteTurn writeTurn(AccountName account) {
        return pool.account(account)
                .map(found -> found.user().turn(input.writeSpacing(), WorkflowClock.now()))
                .orElseGet(() -> new WriteTurn(input.writeSpacing(), false, null));
    }

    @Override
    public Blocked block(BlockAccount asked) {
        loop.changed();
        return steerage.block(asked, WorkflowClock.now());
    }

    @Override
    public Unblocked unblock(UnblockAccount asked) {
        loop.changed();
        return steerage.unblock(asked, WorkflowClock.now());
    }

    @Override
    public AccountPoolState state() {
        return pool.state(WorkflowClock.now());
    }
}
