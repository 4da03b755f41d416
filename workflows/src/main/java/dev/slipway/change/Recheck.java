package dev.slipway.change;

import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.repository.Repository;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.verification.Verification;
import dev.slipway.workspace.WorkspaceOpened;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Set;

/** A part of the road: verifies a branch as it is, in a read-only workspace. */
public final class Recheck {
    /** Type of the failure when it can't be verified; a red verification is no failure. */
    public static final String RECHECK_FAILED = "RECHECK_FAILED";

    private final Repository repository;
    private final RunStatus status;
    private final AccountLeasing accounts;
    private final WorkspaceSession session;
    private final HostSteps host;
    private final StepNames names;

    public Recheck(ChangePlan plan, ChangeOptions options, Repository repository) {
        this.repository = repository;
        status = new RunStatus(plan.agent());
        session = new WorkspaceSession(plan, options, status, WorkspaceSession.Use.RECHECK);
        accounts = new AccountLeasing(plan, options, status, () -> session.close(false, false));
        Gates none = new Gates(Set.of(), options, status, () -> {});
        Helm unsteered = new Helm(plan, options, status, told -> Workflow.newPromise(false), none, () -> {});
        // No agent runs here, and so none is asked for.
        SeatLeasing seats = new SeatLeasing(plan, options, status, unsteered, () -> {}, () -> false);
        host = new HostSteps(
                plan,
                options,
                accounts,
                seats,
                session,
                new Recovery(accounts, seats, session, status, unsteered),
                status,
                unsteered);
        names = new StepNames(plan.stepTag());
    }

    /**
     * Builds and tests the branch.
     *
     * @return what the build and the tests say
     */
    public Verification run() {
        try {
            status.enterWaiting(Step.ACCOUNT, WaitReason.ACCOUNT, "for an account");
            status.has(repository);
            host.in(repository);
            Verification verification = host.verify(names.next(Step.VERIFY));
            end(RunState.COMPLETED, verification.headline());
            return verification;
        } catch (NeedsAttention stop) {
            end(RunState.FAILED, stop.reason());
            throw ApplicationFailure.newNonRetryableFailure(stop.reason(), RECHECK_FAILED);
        } catch (TemporalFailure failure) {
            CancellationScope cleanup = Workflow.newDetachedCancellationScope(
                    () -> end(RunState.CANCELLED, String.valueOf(failure.getMessage())));
            cleanup.run();
            throw failure;
        }
    }

    private void end(RunState state, String reason) {
        session.close(false, false);
        Promise<Boolean> released = accounts.giveBack();
        status.end(state, reason);
        released.get();
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

    public void workspaceOpened(WorkspaceOpened opened) {
        session.opened(opened);
    }
}
