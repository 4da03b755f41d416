package dev.slipway.change;

import dev.slipway.account.AccountSignals;
import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.SeatWaiting;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.workflow.SignalMethod;

/** What pools and hosts tell a workflow that runs a change; each such workflow has these handlers. */
public interface ChangeSignals {
    String ACCOUNT_LEASED = AccountSignals.ACCOUNT_LEASED;
    String LEASE_WAITING = AccountSignals.LEASE_WAITING;
    String WRITE_SLOTS_GRANTED = AccountSignals.WRITE_SLOTS_GRANTED;
    String SEAT_GRANTED = SeatSignals.SEAT_GRANTED;
    String SEAT_WAITING = SeatSignals.SEAT_WAITING;
    String WORKSPACE_OPENED = "workspaceOpened";

    @SignalMethod(name = ACCOUNT_LEASED)
    void accountLeased(LeaseGranted granted);

    @SignalMethod(name = LEASE_WAITING)
    void leaseWaiting(LeaseWaiting waiting);

    @SignalMethod(name = WRITE_SLOTS_GRANTED)
    void writeSlotsGranted(WriteSlotsGranted granted);

    @SignalMethod(name = SEAT_GRANTED)
    void seatGranted(SeatGranted granted);

    @SignalMethod(name = SEAT_WAITING)
    void seatWaiting(SeatWaiting waiting);

    @SignalMethod(name = WORKSPACE_OPENED)
    void workspaceOpened(WorkspaceOpened opened);
}
