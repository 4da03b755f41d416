package dev.slipway.project;

import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.change.ChangeFlow;
import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Chosen;
import dev.slipway.change.RunStatus;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.run.RunState;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatWaiting;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** A project is a change in a repository of its own. */
public final class ProjectWorkflowImpl implements ProjectWorkflow {
    /** Type of the failure with which a project's workflow fails; its detail is the {@link ProjectReport}. */
    public static final String PROJECT_FAILED = "PROJECT_FAILED";

    private final ProjectInput input;
    private final ChangeFlow flow;

    @WorkflowInit
    public ProjectWorkflowImpl(ProjectInput input) {
        this.input = input;
        String marker = Workflow.getInfo().getWorkflowId();
        flow = new ChangeFlow(
                ProjectPlan.of(input.project(), input.runKey(), marker, input.from(), input.by(), stepTag(input)),
                input.options() == null ? ChangeOptions.DEFAULT : input.options(),
                new NewRepository(input.project(), marker),
                new BatchReporter(input));
    }

    /** The time of the start, in base 36: another one for each execution, the same in each replay. */
    private static String stepTag(ProjectInput input) {
        return input.again() ? Long.toString(Workflow.currentTimeMillis(), 36) : "";
    }

    @Override
    public ProjectReport run(ProjectInput input) {
        RunState end = flow.run();
        if (end == RunState.FAILED) {
            throw ApplicationFailure.newNonRetryableFailure(flow.status().reason(), PROJECT_FAILED, report());
        }
        return report();
    }

    @Override
    public ProjectReport report() {
        RunStatus status = flow.status();
        return new ProjectReport(
                input.project().name(),
                input.runKey(),
                status.state(),
                status.step(),
                status.waitingFor(),
                status.waitingUntil(),
                status.reason(),
                status.attempts(),
                status.agentRuns(),
                status.costUsd(),
                status.tokens(),
                status.agentTime(),
                status.repository() == null ? null : status.repository().id(),
                status.repository() == null ? "" : status.repository().url(),
                status.pullRequest() == null ? "" : status.pullRequest().url(),
                status.githubRequests(),
                status.account(),
                status.agent(),
                status.host(),
                status.startedAt(),
                status.endedAt(),
                status.timeline());
    }

    @Override
    public Steered steer(Steering asked) {
        return flow.helm().decide(asked);
    }

    @Override
    public void validateSteer(Steering asked) {
        flow.helm().validate(asked);
    }

    @Override
    public void choose(Chosen chosen) {
        Steered unused = flow.helm()
                .decide(new Steering(Steering.Kind.valueOf(chosen.choice().name()), chosen.by()));
    }

    @Override
    public void steered(Steering asked) {
        Steered unused = flow.helm().steer(asked);
    }

    @Override
    public void accountLeased(LeaseGranted granted) {
        flow.holdings().accountLeased(granted);
    }

    @Override
    public void leaseWaiting(LeaseWaiting waiting) {
        flow.holdings().leaseWaiting(waiting);
    }

    @Override
    public void writeSlotsGranted(WriteSlotsGranted granted) {
        flow.holdings().writeSlotsGranted(granted);
    }

    @Override
    public void seatGranted(SeatGranted granted) {
        flow.holdings().seatGranted(granted);
    }

    @Override
    public void seatWaiting(SeatWaiting waiting) {
        flow.holdings().seatWaiting(waiting);
    }

    @Override
    public void workspaceOpened(WorkspaceOpened opened) {
        flow.holdings().workspaceOpened(opened);
    }
}
