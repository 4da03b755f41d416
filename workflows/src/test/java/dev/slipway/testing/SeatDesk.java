package dev.slipway.testing;

import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.WorkKind;
import dev.slipway.failure.FailureType;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunBegun;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;
import dev.slipway.seat.Spent;
import io.temporal.client.WorkflowClient;

/** What a host tells the agent pool around a run. */
final class SeatDesk {
    private final AgentPoolWorkflow pool;

    SeatDesk(WorkflowClient client) {
        pool = client.newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL);
    }

    void check(AgentRun run) {
        RunAnswer answer = pool.mayRun(new RunQuestion(run.seat(), kind(run), null));
        if (!answer.allowed()) {
            throw Failures.of(FailureType.SEAT_LOST, answer.reason());
        }
        if (answer.canary()) {
            pool.canaryBegun(new CanaryBegun(run.seat(), false));
        }
        if (answer.tells()) {
            pool.runBegun(new RunBegun(run.seat(), kind(run)));
        }
    }

    void settle(AgentRun run, AgentResult result) {
        pool.settle(new RunSettled(
                run.seat(),
                run.step(),
                run.workspace().session(),
                kind(run),
                result.outcome(),
                result.until(),
                new Spent(
                        result.costUsd(),
                        result.tokens().input() + result.tokens().output(),
                        false),
                run.lostRuns(),
                result.headline()));
    }

    private static WorkKind kind(AgentRun run) {
        return new WorkKind(run.brief().toolchain(), run.task());
    }
}
