package dev.slipway.change;

import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatWaiting;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.workflow.Promise;

/** What a change holds of what all share: an account, a seat, a workspace. It hears what pools and hosts answer. */
public final class Holdings {
    private final ChangePlan plan;
    private final ChangeOptions options;
    private final RunStatus status;
    private final WorkspaceSession session;
    private final WorkspaceSession deployment;
    private final AccountLeasing accounts;
    private SeatLeasing seats;

    Holdings(ChangePlan plan, ChangeOptions options, RunStatus status) {
        this.plan = plan;
        this.options = options;
        this.status = status;
        session = new WorkspaceSession(plan, options, status, WorkspaceSession.Use.WORK);
        deployment = new WorkspaceSession(plan, options, status, WorkspaceSession.Use.DEPLOYMENT);
        accounts = new AccountLeasing(plan, options, status, this::giveBackWithoutAccount);
    }

    /** Waits for a seat end when people pause the work. */
    void steeredBy(Helm helm) {
        seats = new SeatLeasing(plan, options, status, helm, this::giveBackHost, session::isOpen);
    }

    WorkspaceSession session() {
        return session;
    }

    /** Of what was merged. */
    WorkspaceSession deployment() {
        return deployment;
    }

    AccountLeasing accounts() {
        return accounts;
    }

    SeatLeasing seats() {
        return seats;
    }

    /** Before a long wait: slot, account and seat are for others; the checkpoint keeps the work. */
    void giveBackForLong() {
        Promise<Boolean> released = seats.giveBack();
        giveBackHost();
        released.get();
    }

    /** The same where a seat is what is waited for: the request keeps its place. */
    private void giveBackHost() {
        closeSessions();
        accounts.giveBack().get();
    }

    /** The same where an account is. */
    private void giveBackWithoutAccount() {
        Promise<Boolean> released = seats.giveBack();
        closeSessions();
        released.get();
    }

    private void closeSessions() {
        session.close(true, false);
        deployment.close(true, false);
    }

    public void accountLeased(LeaseGranted granted) {
        accounts.granted(granted);
    }

    public void leaseWaiting(LeaseWaiting waiting) {
        accounts.waiting(waiting);
    }

    public void writeSlotsGranted(WriteSlotsGranted granted) {
        accounts.granted(granted);
    }

    public void seatGranted(SeatGranted granted) {
        seats.granted(granted);
    }

    public void seatWaiting(SeatWaiting waiting) {
        seats.waiting(waiting);
    }

    public void workspaceOpened(WorkspaceOpened opened) {
        session.opened(opened);
        deployment.opened(opened);
    }
}
