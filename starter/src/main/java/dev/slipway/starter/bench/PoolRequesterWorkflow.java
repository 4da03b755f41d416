package dev.slipway.starter.bench;

import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseReleased;
import dev.slipway.account.LeaseRequest;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.WorkKind;
import dev.slipway.run.Priority;
import dev.slipway.run.Signals;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatReleased;
import dev.slipway.seat.SeatRequest;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.SeatWaiting;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link PoolRequester}. */
public final class PoolRequesterWorkflow implements PoolRequester {
    private static final WorkKind WORK = new WorkKind(ToolchainName.of("command"), AgentTask.GENERATE);

    private final String self = Workflow.getInfo().getWorkflowId();
    private final Runnable onGrant;
    private long granted;
    private @Nullable LeaseGranted account;

    /** @param onGrant called once for each grant that arrives */
    PoolRequesterWorkflow(Runnable onGrant) {
        this.onGrant = onGrant;
    }

    @Override
    public void run(Order order) {
        Promise<Boolean> released = Workflow.newPromise(true);
        for (int round = 1; round <= order.rounds(); round++) {
            long number = round;
            Promise<Boolean> unused = order.seats() ? askForSeat(number) : askForAccount(number);
            Workflow.await(() -> granted == number);
            released = order.seats()
                    ? Signals.send(WorkflowIds.AGENT_POOL, SeatSignals.RELEASE, new SeatReleased(self, number, null))
                    : Signals.send(
                            WorkflowIds.ACCOUNT_POOL,
                            "release",
                            new LeaseReleased(
                                    self,
                                    account.lease().account(),
                                    account.lease().fence()));
        }
        released.get();
    }

    private Promise<Boolean> askForSeat(long number) {
        return Signals.send(
                WorkflowIds.AGENT_POOL,
                SeatSignals.REQUEST_SEAT,
                new SeatRequest(
                        self,
                        number,
                        List.of(PoolSupply.PLACE),
                        false,
                        null,
                        Priority.MEDIUM,
                        WORK,
                        Duration.ofMinutes(15),
                        null));
    }

    private Promise<Boolean> askForAccount(long number) {
        return Signals.send(
                WorkflowIds.ACCOUNT_POOL,
                "requestLease",
                new LeaseRequest(self, number, PoolSupply.OWNER, null, List.of(), Priority.MEDIUM, 0));
    }

    private void got(long request) {
        if (request > granted) {
            granted = request;
            if (!WorkflowUnsafe.isReplaying()) {
                onGrant.run();
            }
        }
    }

    @Override
    public void seatGranted(SeatGranted answer) {
        got(answer.request());
    }

    @Override
    public void accountLeased(LeaseGranted answer) {
        account = answer;
        got(answer.request());
    }

    @Override
    public void seatWaiting(SeatWaiting waiting) {
        // it waits anyway
    }

    @Override
    public void leaseWaiting(LeaseWaiting waiting) {
        // it waits anyway
    }
}
