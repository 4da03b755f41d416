package dev.slipway.seat;

import dev.slipway.run.HostId;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Grants seats, with quota and budget in the same decision. One for an installation; workflows ask it by signal and are
 * answered by signal, hosts settle what agents used. Started by signal-with-start; continues as new with its state.
 */
@WorkflowInterface
public interface AgentPoolWorkflow {
    @WorkflowMethod(name = "AgentPool")
    void run(AgentPoolInput input);

    @SignalMethod(name = SeatSignals.ANNOUNCE)
    void announce(AgentAnnouncement announcement);

    @SignalMethod(name = "hostGone")
    void hostGone(HostId host);

    @SignalMethod(name = SeatSignals.REQUEST_SEAT)
    void requestSeat(SeatRequest request);

    @SignalMethod(name = SeatSignals.RELEASE)
    void release(SeatReleased released);

    @SignalMethod(name = SeatSignals.SETTLE)
    void settle(RunSettled settled);

    @SignalMethod(name = SeatSignals.CANARY_BEGUN)
    void canaryBegun(CanaryBegun begun);

    @SignalMethod(name = SeatSignals.RUN_BEGUN)
    void runBegun(RunBegun begun);

    @UpdateMethod(name = SteerSeat.UPDATE)
    PoolSteered steer(SteerSeat asked);

    @UpdateMethod(name = SetBudget.UPDATE)
    PoolSteered set(SetBudget asked);

    @UpdateMethod(name = SetWindow.UPDATE)
    PoolSteered set(SetWindow asked);

    /** Whether an agent may start now; asked by its host just before. */
    @QueryMethod(name = "mayRun")
    RunAnswer mayRun(RunQuestion question);

    @QueryMethod(name = "state")
    AgentPoolState state();
}
