package dev.slipway.change;

import dev.slipway.account.AccountLease;
import dev.slipway.repository.Repository;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WaitReason;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceActivities;
import dev.slipway.workspace.WorkspaceClosed;
import dev.slipway.workspace.WorkspaceOpened;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of a change: an activity on some host that holds a slot for as long as it is open. When its holder ends
 * though nobody closed it, the session is lost; the next one is opened on the same host if that answers soon, since it
 * may still have the running agent and recorded outcomes, and on any host otherwise.
 */
final class WorkspaceSession {
    private static final RetryOptions ONCE =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();
    /** Longer than any change: the heartbeat, not this, ends a holder whose host is gone. */
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(30);
    /** Ends a running step's processes and maybe deletes a remote ref; a host that is gone is noticed by its holder. */
    private static final ActivityOptions CLOSE_OPTIONS = ActivityOptions.newBuilder()
            .setScheduleToCloseTimeout(Duration.ofMinutes(2))
            .setRetryOptions(ONCE)
            .setSummary("close the workspace")
            .build();

    /** The host that had the workspace may have all its slots in use by now, while another one has none. */
    private static final Duration WHILE_IT_HAS_A_SLOT = Duration.ofSeconds(20);

    /** A checkpoint can be removed from any host; files stay on their own until its clean-up. */
    private static final Duration WHILE_ANY_HAS_A_SLOT = Duration.ofMinutes(2);

    private final ChangePlan plan;
    private final ChangeOptions options;
    private final RunStatus status;
    private final Use use;

    private long session;
    private @Nullable WorkspaceOpened opened;
    private @Nullable String lastQueue;
    private @Nullable AccountLease lastLease;
    private @Nullable Promise<SessionEnd> holder;
    private @Nullable CancellationScope holderScope;
    /** Whether some host has files of it, and the remote a checkpoint. */
    private boolean leftSomething;

    private Runnable beforeMoving = () -> {};

    /** What it is for. */
    enum Use {
        /** To work on the change's branch. */
        WORK,
        /** To look at the change's branch. */
        RECHECK,
        /** To look at the default branch. */
        DEPLOYMENT
    }

    WorkspaceSession(ChangePlan plan, ChangeOptions options, RunStatus status, Use use) {
        this.plan = plan;
        this.options = options;
        this.status = status;
        this.use = use;
    }

    /** Signal from the host. */
    void opened(WorkspaceOpened signal) {
        if (signal.session() == session) {
            opened = signal;
            status.livesOn(signal.host());
        }
    }

    /** From now on, before another host is asked for; may throw where there must not be another one. */
    void beforeMoving(Runnable check) {
        beforeMoving = check;
    }

    boolean isOpen() {
        return opened != null && holder != null && !holder.isCompleted();
    }

    /**
     * Opens the session unless it is open.
     *
     * @throws ActivityFailure when a host could not open it, other than by being lost or busy
     */
    void ensureOpen(Repository repository, AccountLease lease) {
        lastLease = lease;
        if (isOpen()) {
            return;
        }
        boolean drained = endedByDraining();
        if (lastQueue != null && !drained && reopen(repository, lease)) {
            return;
        }
        beforeMoving.run();
        while (!open(TaskQueues.WORK, null, null, repository, lease)) {
            status.note(Step.WORKSPACE, "the host was lost while it opened the workspace", false);
        }
    }

    /** On the host that had it last. */
    private boolean reopen(Repository repository, AccountLease lease) {
        return open(lastQueue, options.adoptWithin(), WHILE_IT_HAS_A_SLOT, repository, lease);
    }

    /**
     * Opens a session.
     *
     * @param within the time in which the host has to take it up, and
     * @param atMost to have it open; null for as long as it takes
     * @return false when it was not opened, or the host was lost before it said that it is open
     */
    private boolean open(
            String queue,
            @Nullable Duration within,
            @Nullable Duration atMost,
            Repository repository,
            AccountLease lease) {
        // Grows over executions with the same run key too, so that a host never takes a new session for an old one.
        session = Math.max(session + 1, Workflow.currentTimeMillis());
        opened = null;
        OpenWorkspace request = new OpenWorkspace(
                Workflow.getInfo().getWorkflowId(),
                plan.runKey(),
                session,
                repository,
                use == Use.DEPLOYMENT ? repository.defaultBranch() : plan.branch(),
                repository.defaultBranch(),
                plan.brief().name(),
                plan.brief().toolchain(),
                use != Use.WORK,
                lease);
        WorkspaceActivities host = Workflow.newActivityStub(WorkspaceActivities.class, holdOptions(queue, within));
        // Detached: a cancelled change closes its workspace by a step, which frees the slot at once.
        holderScope = Workflow.newDetachedCancellationScope(() -> holder = Async.function(host::hold, request));
        holderScope.run();
        if (atMost == null) {
            Workflow.await(() -> opened != null || holder.isCompleted());
        } else if (!Pause.until(atMost, "adopt", () -> opened != null || holder.isCompleted())) {
            holderScope.cancel("another host may be free");
            return false;
        }
        if (holder.isCompleted()) {
            RuntimeException failure = holder.getFailure();
            if (failure instanceof ActivityFailure && !(failure.getCause() instanceof TimeoutFailure)) {
                throw failure;
            }
            return false;
        }
        lastQueue = opened.queue();
        leftSomething = true;
        return true;
    }

    /**
     * Few and long time-outs: waiting for a free slot may take as long as it takes, and a host's death shows by its
     * heartbeat. One attempt, since each attempt needs a session number of its own.
     */
    private ActivityOptions holdOptions(String queue, @Nullable Duration within) {
        ActivityOptions.Builder hold = ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setStartToCloseTimeout(AS_LONG_AS_IT_TAKES)
                .setHeartbeatTimeout(options.holdHeartbeat())
                .setRetryOptions(ONCE)
                .setSummary("workspace for " + plan.brief().name());
        if (within != null) {
            hold.setScheduleToStartTimeout(within);
        }
        return hold.build();
    }

    private boolean endedByDraining() {
        return holder != null
                && holder.isCompleted()
                && holder.getFailure() == null
                && holder.get().kind() == SessionEnd.Kind.DRAINED;
    }

    /** The open session, as steps address it. */
    WorkspaceRef ref() {
        return new WorkspaceRef(plan.runKey(), session, lastLease);
    }

    /** The task queue of the host that has the session. */
    String queue() {
        return opened.queue();
    }

    /** What the host said when it opened the session. */
    WorkspaceOpened host() {
        return opened;
    }

    /** The host says that the session is not its own any more: the next step opens another one. */
    void lost() {
        if (holderScope != null && !holder.isCompleted()) {
            holderScope.cancel("the session is gone");
        }
        opened = null;
        status.livesOn(null);
    }

    /** The next session may be anywhere: the host that had it can't serve it now. */
    void avoidHost() {
        lastQueue = null;
    }

    /**
     * Gives the slot back. A host that can't be reached has lost the session anyway, so this never fails.
     *
     * @param keep leave files and outcomes on the host
     * @param dropCheckpoint the remote's checkpoint is not needed any more
     */
    void close(boolean keep, boolean dropCheckpoint) {
        if (!isOpen()) {
            if (holderScope != null && holder != null && !holder.isCompleted()) {
                holderScope.cancel("not needed any more");
            }
            return;
        }
        Promise<SessionEnd> holding = holder;
        WorkspaceStepActivities host = Workflow.newActivityStub(
                WorkspaceStepActivities.class,
                ActivityOptions.newBuilder(CLOSE_OPTIONS).setTaskQueue(queue()).build());
        Promise<WorkspaceClosed> closing = Async.function(host::close, new CloseWorkspace(ref(), keep, dropCheckpoint));
        Workflow.await(() -> closing.isCompleted() || holding.isCompleted());
        if (closing.isCompleted() && closing.getFailure() != null) {
            status.note(Step.CLEANUP, "the host did not close the workspace", false);
        }
        opened = null;
        status.livesOn(null);
        if (!keep) {
            lastQueue = null;
            leftSomething = false;
        }
    }

    /**
     * Removes files and checkpoint. Where the host that has the files does not answer, they stay until its own clean-up,
     * and another one removes the checkpoint, if one is free soon.
     */
    void discard(Repository repository, AccountLease lease) {
        if (!isOpen() && leftSomething) {
            lastLease = lease;
            if (lastQueue == null || !opens(() -> reopen(repository, lease))) {
                status.note(Step.CLEANUP, "the workspace's files stay on their host", false);
                if (!opens(
                        () -> open(TaskQueues.WORK, WHILE_ANY_HAS_A_SLOT, WHILE_ANY_HAS_A_SLOT, repository, lease))) {
                    status.note(Step.CLEANUP, "the checkpoint stays: no host could be had to remove it", false);
                }
            }
        }
        close(false, true);
    }

    private static boolean opens(BooleanSupplier opening) {
        try {
            return opening.getAsBoolean();
        } catch (ActivityFailure refused) {
            return false;
        }
    }

    /** What a change that waits for a slot shows. */
    void showWaiting() {
        status.enterWaiting(Step.WORKSPACE, WaitReason.SLOT, "for a host with a free slot");
    }
}
