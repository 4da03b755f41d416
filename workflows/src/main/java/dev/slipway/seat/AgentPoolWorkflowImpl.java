package dev.slipway.seat;

import dev.slipway.pool.PoolLoop;
import dev.slipway.run.HostId;
import dev.slipway.run.WorkflowClock;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** The pool as a workflow: signals change the state at once, the loop decides and answers. */
public final class AgentPoolWorkflowImpl implements AgentPoolWorkflow {
    private final AgentPoolInput input;
    private final AgentPool pool;
    private final Steerage steerage;
    private final PoolLoop loop;

    @WorkflowInit
    public AgentPoolWorkflowImpl(AgentPoolInput input) {
        this.input = input;
        this.pool = new AgentPool(input.carried(), WorkflowClock.now(), Workflow.newRandom());
        this.steerage = new Steerage(pool);
        this.loop = new PoolLoop(pool, input.answersPerRun(), "a limit, lease or budget ends");
    }

    @Override
    public void run(AgentPoolInput input) {
        loop.run();
        Workflow.continueAsNew(new AgentPoolInput(pool.carry(), this.input.answersPerRun()));
    }

    @Override
    public void announce(AgentAnnouncement announcement) {
        pool.announce(announcement, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void hostGone(HostId host) {
        pool.gone(host.value());
        loop.changed();
    }

    @Override
    public void requestSeat(SeatRequest request) {
        pool.request(request, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void release(SeatReleased released) {
        pool.release(released, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void settle(RunSettled settled) {
        pool.settle(settled, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void canaryBegun(CanaryBegun begun) {
        pool.canaryBegun(begun, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public void runBegun(RunBegun begun) {
        pool.begun(begun, WorkflowClock.now());
        loop.changed();
    }

    @Override
    public PoolSteered steer(SteerSeat asked) {
        PoolSteered answer = steerage.steer(asked, WorkflowClock.now());
        loop.changed();
        return answer;
    }

    @Override
    public PoolSteered set(SetBudget asked) {
        PoolSteered answer = steerage.set(asked, WorkflowClock.now());
        loop.changed();
        return answer;
    }

    @Override
    public PoolSteered set(SetWindow asked) {
        PoolSteered answer = steerage.set(asked, WorkflowClock.now());
        loop.changed();
        return answer;
    }

    @Override
    public RunAnswer mayRun(RunQuestion question) {
        return pool.mayRun(question, WorkflowClock.now());
    }

    @Override
    public AgentPoolState state() {
        return pool.state(WorkflowClock.now());
    }
}
