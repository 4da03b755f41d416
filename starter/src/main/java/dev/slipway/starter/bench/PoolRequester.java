package dev.slipway.starter.bench;

import dev.slipway.account.AccountSignals;
import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.SeatWaiting;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Does nothing but ask a pool, as a project does: again and again for what it gives back at once. */
@WorkflowInterface
public interface PoolRequester {
    /** Which pool, and how often. */
    record Order(boolean seats, int rounds) {}

    @WorkflowMethod(name = "PoolRequester")
    void run(Order order);

    @SignalMethod(name = SeatSignals.SEAT_GRANTED)
    void seatGranted(SeatGranted granted);

    @SignalMethod(name = SeatSignals.SEAT_WAITING)
    void seatWaiting(SeatWaiting waiting);

    @SignalMethod(name = AccountSignals.ACCOUNT_LEASED)
    void accountLeased(LeaseGranted granted);

    @SignalMethod(name = AccountSignals.LEASE_WAITING)
    void leaseWaiting(LeaseWaiting waiting);
}
