package dev.slipway.account;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Grants accounts and write slots. One for an installation; everybody asks it by signal and is answered by signal (see
 * {@link dev.slipway.change.ChangeSignals}). Started by signal-with-start; continues as new with its state.
 */
@WorkflowInterface
public interface AccountPoolWorkflow {
    @WorkflowMethod(name = "AccountPool")
    void run(AccountPoolInput input);

    @SignalMethod(name = "announce")
    void announce(WorkerAnnouncement announcement);

    @SignalMethod(name = "workerGone")
    void workerGone(WorkerGone gone);

    @SignalMethod(name = "requestLease")
    void requestLease(LeaseRequest request);

    @SignalMethod(name = "requestWriteSlots")
    void requestWriteSlots(WriteSlotsRequest request);

    @SignalMethod(name = "release")
    void release(LeaseReleased released);

    @SignalMethod(name = "trouble")
    void trouble(AccountTrouble trouble);

    @SignalMethod(name = AllowanceReport.SIGNAL)
    void allowance(AllowanceReport report);

    /** How accounts are taken from now on. */
    @SignalMethod(name = "rotate")
    void rotate(Rotation rotation);

    /** A slot for a writer that comes too late for the one it had; asked by workers, since its workflow need not know. */
    @UpdateMethod(name = WriteTurn.UPDATE)
    WriteTurn writeTurn(AccountName account);

    /** Takes an account out of use. */
    @UpdateMethod(name = BlockAccount.UPDATE)
    Blocked block(BlockAccount asked);

    /** Forgets that an account was blocked or limited; where GitHub refuses it again, it is blocked again. */
    @UpdateMethod(name = UnblockAccount.UPDATE)
    Unblocked unblock(UnblockAccount asked);

    @QueryMethod(name = "state")
    AccountPoolState state();
}
