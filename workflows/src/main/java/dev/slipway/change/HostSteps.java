package dev.slipway.change;

import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Approach;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.repository.Repository;
import dev.slipway.run.AgentName;
import dev.slipway.verification.DeployWorkspace;
import dev.slipway.verification.Verification;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import dev.slipway.workspace.CatchUp;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.Publish;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps in the workspace, on its host's queue. A step whose host is lost is repeated under the same name in the next
 * session: a host that has its outcome returns it, one that still runs it joins, another one does it again.
 */
final class HostSteps {
    /** One attempt: only the workflow knows whether the session is still there. */
    private static final RetryOptions ONCE =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();
    /** Beyond the time-out of an agent or a build, for ending its processes, the secret scan and the checkpoint's push. */
    private static final Duration AROUND_A_STEP = Duration.ofMinutes(10);
    /** A scan and a push, or a fetch; no heartbeat, since the session's holder shows whether the host lives. */
    private static final ActivityOptions PUBLISH_OPTIONS = ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(10))
            .setRetryOptions(ONCE)
            .build();

    private final ChangePlan plan;
    private final AccountLeasing accounts;
    private final SeatLeasing seats;
    private final WorkspaceSession session;
    private final Recovery recovery;
    private final RunStatus status;
    private final Helm helm;
    /**
     * The heartbeat carries a cancellation to the host, and shows a step whose worker restarted. No schedule-to-start
     * time-out: a host's queue is never congested, and a lost host is noticed by the session's holder. What is stopped
     * is waited for: an agent says how it ended, and which session of its own can go on.
     */
    private final ActivityOptions runOptions;

    private @Nullable Repository repository;
    /** How often the agent's step that is under way was begun on a host that was lost with it. */
    HostSteps(
            ChangePlan plan,
            ChangeOptions options,
            AccountLeasing accounts,
            SeatLeasing seats,
            WorkspaceSession session,
            Recovery recovery,
            RunStatus status,
            Helm helm) {
        this.helm = helm;
        this.plan = plan;
        this.accounts = accounts;
        this.seats = seats;
        this.session = session;
        this.recovery = recovery;
        this.status = status;
        this.runOptions = ActivityOptions.newBuilder()
                .setStartToCloseTimeout(plan.timeout().plus(AROUND_A_STEP))
                .setHeartbeatTimeout(options.stepHeartbeat())
                .setRetryOptions(ONCE)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .build();
    }

    /** Where the work goes; before the first step. */
    void in(Repository where) {
        repository = where;
    }

    /** Opens the workspace; whether it has work of an earlier session. */
    boolean restored(Step step) {
        return run(step, null, ref -> Workflow.newPromise(session.host().restored()));
    }

    /** @param sessions of each agent's earlier run, to go on with its context; null to begin anew */
    AgentResult agent(
            Step step,
            String name,
            AgentTask task,
            @Nullable ArtifactRef failure,
            Function<AgentName, @Nullable String> sessions,
            Approach approach) {
        seats.runBegins();
        Duration timeout = approach.stretched(plan.timeout());
        ActivityOptions options = ActivityOptions.newBuilder(runOptions)
                .setStartToCloseTimeout(timeout.plus(AROUND_A_STEP))
                .build();
        return run(step, task, ref -> {
            AgentActivities agents = Workflow.newActivityStub(AgentActivities.class, on(options, name));
            return Async.function(
                    agents::run,
                    new AgentRun(
                            ref,
                            name,
                            task,
                            seats.held(),
                            null,
                            plan.brief(),
                            failure,
                            sessions.apply(seats.held().seat().agent()),
                            seats.lostRuns(),
                            timeout,
                            approach));
        });
    }

    Verification verify(String name) {
        return run(Step.VERIFY, null, ref -> {
            VerificationActivities builds =
                    Workflow.newActivityStub(VerificationActivities.class, on(runOptions, name));
            return Async.function(
                    builds::verify,
                    new VerifyWorkspace(ref, name, plan.brief().toolchain(), plan.commands(), plan.timeout()));
        });
    }

    /**
     * Deploys, once under that name.
     *
     * @throws NeedsAttention also where it can't be told whether it was done
     */
    Verification deploy(String name) {
        OnlyOnce once = new OnlyOnce(Step.DEPLOY);
        session.beforeMoving(once::refuseElsewhere);
        return run(Step.DEPLOY, null, ref -> {
            once.refuseUnlessKnownOn(session.host());
            VerificationActivities builds =
                    Workflow.newActivityStub(VerificationActivities.class, on(runOptions, name));
            return once.called(Async.function(
                    builds::deploy,
                    new DeployWorkspace(ref, name, plan.brief().toolchain(), plan.commands(), plan.timeout())));
        });
    }

    Published publish(String name, String message) {
        return run(Step.PUSH, null, ref -> {
            WorkspaceStepActivities host =
                    Workflow.newActivityStub(WorkspaceStepActivities.class, on(PUBLISH_OPTIONS, name));
            return Async.function(host::publish, new Publish(ref, name, message));
        });
    }

    /** Brings the tree up to date with what others pushed. @param withBase also with the base branch */
    CaughtUp catchUp(String name, boolean withBase) {
        return run(Step.PUSH, null, ref -> {
            WorkspaceStepActivities host =
                    Workflow.newActivityStub(WorkspaceStepActivities.class, on(PUBLISH_OPTIONS, name));
            return Async.function(host::catchUp, new CatchUp(ref, name, withBase));
        });
    }

    private ActivityOptions on(ActivityOptions options, String name) {
        return ActivityOptions.newBuilder(options)
                .setTaskQueue(session.queue())
                .setSummary(name)
                .build();
    }

    private <R> R run(Step step, @Nullable AgentTask task, Function<WorkspaceRef, Promise<R>> call) {
        boolean entered = false;
        status.aimsAt(step);
        while (true) {
            boolean stopped = false;
            try {
                helm.between(step);
                if (task != null && !seats.await(task)) {
                    continue;
                }
                if (session.isOpen()) {
                    session.ensureOpen(repository, accounts.lease());
                } else {
                    open(step);
                    entered = false;
                    // A slot may have taken long to come.
                    if (helm.pauses() || (task != null && seats.held() == null)) {
                        continue;
                    }
                }
                if (!entered) {
                    status.enter(step);
                    entered = true;
                }
                Running<R> running = new Running<>(() -> call.apply(session.ref()));
                Promise<R> outcome = running.outcome;
                // A pending step of a lost session is left alone, not cancelled: the host that adopts the session joins
                // it.
                Workflow.await(() -> outcome.isCompleted() || !session.isOpen() || stops(step));
                if (!outcome.isCompleted() && session.isOpen()) {
                    stopped = true;
                    running.scope.cancel("paused");
                    Workflow.await(() -> outcome.isCompleted() || !session.isOpen());
                }
                if (outcome.isCompleted()) {
                    R result = outcome.get();
                    recovery.succeeded();
                    if (task != null) {
                        seats.runBegins();
                    }
                    return result;
                }
                lost(task);
                status.note(step, "the host was lost; the step is repeated", false);
            } catch (TemporalFailure failure) {
                if (stopped && !CancellationScope.current().isCancelRequested()) {
                    status.note(step, "stopped; it runs again when the project is resumed", null);
                } else {
                    if (CallFailure.of(failure).timedOut()) {
                        lost(task);
                    }
                    recovery.after(failure, step);
                }
            }
        }
    }

    /** An agent that ran then was paid for all the same. */
    private void lost(@Nullable AgentTask task) {
        if (task != null) {
            seats.runLost();
        }
    }

    /** Whether a person wants this step stopped now. */
    private boolean stops(Step step) {
        return step.stoppable() && helm.stopsNow();
    }

    /** A step under way, in a scope of its own. */
    private static final class Running<R> {
        private final CancellationScope scope;
        private Promise<R> outcome;

        Running(Supplier<Promise<R>> call) {
            scope = Workflow.newCancellationScope(() -> outcome = call.get());
            scope.run();
        }
    }

    private void open(Step step) {
        var lease = accounts.lease();
        session.showWaiting();
        session.ensureOpen(repository, lease);
        status.note(
                Step.WORKSPACE,
                "opened for " + step + " on " + session.host().host()
                        + (session.host().restored() ? ", restored" : ""),
                true);
    }
}
