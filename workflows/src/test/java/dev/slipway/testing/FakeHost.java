package dev.slipway.testing;

import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.change.ChangeSignals;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import dev.slipway.run.TaskQueues;
import dev.slipway.verification.DeployWorkspace;
import dev.slipway.verification.Verification;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import dev.slipway.workspace.CatchUp;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.Publish;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceActivities;
import dev.slipway.workspace.WorkspaceClosed;
import dev.slipway.workspace.WorkspaceOpened;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ManualActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A worker host: holds workspaces, heartbeats for them, and runs steps as the test's script says. */
public final class FakeHost
        implements WorkspaceActivities, WorkspaceStepActivities, AgentActivities, VerificationActivities {

    /** What agents, builds and pushes come to; shared by all hosts. */
    public static final class Script {
        public volatile Function<AgentRun, AgentResult> agent = run -> Outcomes.worked(run);
        public volatile Function<VerifyWorkspace, Verification> build = request -> Outcomes.green();
        public volatile Function<DeployWorkspace, Verification> deploy = request -> Outcomes.green();
        public volatile Function<Publish, Published> publish = request -> Outcomes.pushed();
        public volatile Function<CatchUp, CaughtUp> catchUp = request -> Outcomes.broughtIn();
    }

    /** One step that a host was asked for. */
    public record Call(HostId host, String step, WorkspaceRef workspace) {}

    private final HostId id;
    private final Script script;
    private final List<Call> calls;
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Map<String, Object> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    public final List<OpenWorkspace> openings = new CopyOnWriteArrayList<>();
    public final List<CloseWorkspace> closings = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    private record Hold(long session, ManualActivityCompletionClient client) {}

    public FakeHost(String id, Script script, ScheduledExecutorService clock, List<Call> calls) {
        this.id = HostId.of(id);
        this.script = script;
        this.calls = calls;
        var unused = clock.scheduleAtFixedRate(this::heartbeat, 200, 200, TimeUnit.MILLISECONDS);
    }

    public HostId id() {
        return id;
    }

    public boolean dead() {
        return dead;
    }

    public int open() {
        return holds.size();
    }

    /** Like {@code kill -9}: no heartbeat any more, and no step returns. */
    public void die() {
        dead = true;
    }

    private void heartbeat() {
        if (dead) {
            return;
        }
        holds.forEach((runKey, hold) -> {
            try {
                hold.client().recordHeartbeat(null);
            } catch (ActivityCompletionException gone) {
                holds.remove(runKey, hold);
                end(hold);
            }
        });
    }

    /** A holder that its workflow does not want any more ends; until then the server's clock does not skip. */
    private static void end(Hold hold) {
        try {
            hold.client().reportCancellation(null);
        } catch (ActivityCompletionException over) {
            // the workflow is
        }
    }

    @Override
    public SessionEnd hold(OpenWorkspace request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        if (dead) {
            context.doNotCompleteOnReturn();
            return new SessionEnd(SessionEnd.Kind.CLOSED);
        }
        openings.add(request);
        String key = request.runKey().value();
        boolean had = newest.put(key, request.session()) != null;
        holds.put(key, new Hold(request.session(), context.useLocalManualCompletion()));
        context.getWorkflowClient()
                .newUntypedWorkflowStub(request.workflowId())
                .signal(
                        ChangeSignals.WORKSPACE_OPENED,
                        new WorkspaceOpened(request.session(), id, TaskQueues.host(id), "c0ffee", had, had));
        return new SessionEnd(SessionEnd.Kind.CLOSED);
    }

    @Override
    public AgentResult run(AgentRun request) {
        return step(request.workspace(), request.step(), () -> {
            SeatDesk desk = new SeatDesk(Activity.getExecutionContext().getWorkflowClient());
            desk.check(request);
            AgentResult result = script.agent.apply(request);
            desk.settle(request, result);
            return result;
        });
    }

    @Override
    public Verification verify(VerifyWorkspace request) {
        return step(request.workspace(), request.step(), () -> script.build.apply(request));
    }

    @Override
    public Verification deploy(DeployWorkspace request) {
        return step(request.workspace(), request.step(), () -> script.deploy.apply(request));
    }

    @Override
    public Published publish(Publish request) {
        return step(request.workspace(), request.step(), () -> script.publish.apply(request));
    }

    @Override
    public CaughtUp catchUp(CatchUp request) {
        return step(request.workspace(), request.step(), () -> script.catchUp.apply(request));
    }

    @SuppressWarnings("unchecked")
    private <R> R step(WorkspaceRef ref, String step, java.util.function.Supplier<R> work) {
        calls.add(new Call(id, step, ref));
        Hold hold = holds.get(ref.runKey().value());
        if (hold == null) {
            throw Failures.of(FailureType.SESSION_GONE, "no session of " + ref.runKey() + " on " + id);
        }
        if (hold.session() != ref.session()) {
            throw Failures.of(FailureType.SESSION_FENCED, "session " + ref.session() + " is not the newest");
        }
        R outcome = (R) outcomes.computeIfAbsent(ref.runKey() + "/" + step, key -> work.get());
        if (dead) {
            Activity.getExecutionContext().doNotCompleteOnReturn();
        }
        return outcome;
    }

    @Override
    public WorkspaceClosed close(CloseWorkspace request) {
        closings.add(request);
        Hold hold = holds.remove(request.workspace().runKey().value());
        if (hold == null) {
            return new WorkspaceClosed(false);
        }
        hold.client().complete(new SessionEnd(SessionEnd.Kind.CLOSED));
        return new WorkspaceClosed(true);
    }

    /** Loses what lay on its disk, and the remote its checkpoints. */
    public void forget() {
        newest.clear();
        outcomes.clear();
    }

    /** An orderly stop: every session ends by itself. */
    public void drain() {
        holds.forEach((runKey, hold) -> {
            holds.remove(runKey);
            hold.client().complete(new SessionEnd(SessionEnd.Kind.DRAINED));
        });
    }
}
