package dev.slipway.activities.agent;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.failure.FailureType;
import dev.slipway.run.AgentName;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunBegun;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;
import dev.slipway.seat.Spent;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The account of one run: whether it may start, and what it used. What was not settled is settled when the step is
 * repeated, since its report lies beside the workspace.
 */
final class RunAccount {
    /** That a run was settled. */
    record Settled(long fence) {}

    private final SeatDesk desk;
    private final RunPricing pricing;

    RunAccount(SeatDesk desk, RunPricing pricing) {
        this.desk = desk;
        this.pricing = pricing;
    }

    /**
     * That a run may start.
     *
     * @param mostUsd what it may cost at most; null for no bound
     * @param askedAt when the pool was asked
     * @param canary whether it shows that a limit is over
     */
    record Permit(@Nullable BigDecimal mostUsd, Instant askedAt, boolean canary) {}

    /**
     * Asks whether the run may start.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code SEAT_LOST} where it may not
     */
    Permit open(AgentRun request) throws InterruptedException {
        SeatLease lease = request.seat();
        Instant askedAt = Instant.now();
        if (lease == null) {
            return new Permit(null, askedAt, false);
        }
        RunAnswer answer = desk.mayRun(new RunQuestion(lease, kind(request), askedAt));
        if (!answer.allowed()) {
            throw Failures.of(FailureType.SEAT_LOST, "the agent was not started: " + answer.reason());
        }
        if (answer.canary()) {
            desk.begun(new CanaryBegun(lease, false));
        }
        if (answer.tells()) {
            desk.begun(new RunBegun(lease, kind(request)));
        }
        return new Permit(answer.mostUsd(), askedAt, answer.canary());
    }

    /** The run's model has answered. Told beside the run: whoever reads its output must not wait for the pool. */
    void answered(AgentRun request, Permit permit) {
        SeatLease lease = request.seat();
        if (lease != null && permit.canary()) {
            Thread teller = new Thread(() -> desk.begun(new CanaryBegun(lease, true)), "slipway-canary");
            teller.setDaemon(true);
            teller.start();
        }
    }

    /** With what it counts as, for the pool and the ledger alike. */
    AgentReport priced(AgentReport report, AgentName agent) {
        return report.priced(pricing.of(agent, report.model(), report.costUsd(), report.tokens()));
    }

    /** Settles it, once. */
    void settle(StepContext context, AgentRun request, AgentReport report) throws IOException, InterruptedException {
        SeatLease lease = request.seat();
        String name = request.step() + ".settled";
        if (lease == null || context.recall(name, Settled.class).isPresent()) {
            return;
        }
        desk.settle(new RunSettled(
                lease,
                request.step(),
                request.workspace().session(),
                kind(request),
                report.outcome(),
                report.until(),
                new Spent(report.costUsd(), report.tokens().counted(), report.costEstimated()),
                request.lostRuns(),
                report.headline()));
        context.remember(name, new Settled(lease.fence()));
    }

    private static WorkKind kind(AgentRun request) {
        return new WorkKind(request.brief().toolchain(), request.task());
    }
}
