package dev.slipway.project;

import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.change.ChangeOptions;
import dev.slipway.change.Recheck;
import dev.slipway.repository.Repository;
import dev.slipway.run.WorkflowClock;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatWaiting;
import dev.slipway.verification.Verification;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Verifies a project's branch again. */
public final class RecheckWorkflowImpl implements RecheckWorkflow {
    private final Recheck recheck;

    @WorkflowInit
    public RecheckWorkflowImpl(RecheckInput input) {
        ProjectSpec project = input.project();
        Repository repository = new Repository(
                input.repository(), input.url(), input.url() + ".git", project.defaultBranch(), false, 0);
        // Each recheck builds anew, on a host that remembers an earlier one too.
        String tag = "re" + Long.toString(WorkflowClock.now().toEpochMilli(), 36);
        recheck = new Recheck(
                ProjectPlan.of(project, input.runKey(), Workflow.getInfo().getWorkflowId(), null, null, tag),
                input.options() == null ? ChangeOptions.DEFAULT : input.options(),
                repository);
    }

    @Override
    public Verification run(RecheckInput input) {
        return recheck.run();
    }

    @Override
    public void accountLeased(LeaseGranted granted) {
        recheck.accountLeased(granted);
    }

    @Override
    public void leaseWaiting(LeaseWaiting waiting) {
        recheck.leaseWaiting(waiting);
    }

    @Override
    public void writeSlotsGranted(WriteSlotsGranted granted) {
        recheck.writeSlotsGranted(granted);
    }

    /** It runs no agent. */
    @Override
    public void seatGranted(SeatGranted granted) {}

    @Override
    public void seatWaiting(SeatWaiting waiting) {}

    @Override
    public void workspaceOpened(WorkspaceOpened opened) {
        recheck.workspaceOpened(opened);
    }
}
