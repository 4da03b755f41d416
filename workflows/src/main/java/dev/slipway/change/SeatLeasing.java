package dev.slipway.change;

import dev.slipway.agent.AgentTask;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.run.RunState;
import dev.slipway.run.Signals;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatReleased;
import dev.slipway.seat.SeatRequest;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.SeatWaiting;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The change's side of the agent pool: asks for a seat once, keeps it over all agent runs, and asks anew when the pool took
 * it back: because of a limit, or because the next run finds no room in a budget.
 */
final class SeatLeasing {
    /** An unanswered request is repeated after this, then less and less often; the pool answers a repeated one once. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    private static final Duration ASK_AGAIN_AT_MOST = Duration.ofMinutes(15);
    /** A pool that told us to wait keeps our place; asking again only guards against a pool that lost its state. */
    private static final Duration ASK_AGAIN_WHEN_TOLD = Duration.ofMinutes(30);

    private final String requester = Workflow.getInfo().getWorkflowId();
    private final ChangePlan plan;
    private final ChangeOptions options;
    private final RunStatus status;
    private final Helm helm;
    private final Runnable onLongWait;
    private final BooleanSupplier holdsHost;

    /** Grows over executions too: the pool must not take a new execution's request for an old one's. */
    private long number = WorkflowClock.now().toEpochMilli();

    private @Nullable SeatRequest asked;
    private @Nullable SeatLease lease;
    private @Nullable SeatWaiting told;
    private int timesTold;
    private int lostRuns;

    /**
     * @param onLongWait what to give back while no seat can be had for long
     * @param holdsHost whether the change has a host's slot now
     */
    SeatLeasing(
            ChangePlan plan,
            ChangeOptions options,
            RunStatus status,
            Helm helm,
            Runnable onLongWait,
            BooleanSupplier holdsHost) {
        this.plan = plan;
        this.options = options;
        this.status = status;
        this.helm = helm;
        this.onLongWait = onLongWait;
        this.holdsHost = holdsHost;
    }

    /** Asks for a seat unless there is one, or one was asked for; does not wait. */
    void ask(AgentTask task) {
        if (lease == null && asked == null) {
            told = null;
            asked = new SeatRequest(
                    requester,
                    ++number,
                    plan.route().places(),
                    plan.route().open(),
                    plan.route().on(),
                    plan.priority(),
                    new WorkKind(plan.brief().toolchain(), task),
                    plan.timeout(),
                    holdsHost.getAsBoolean() ? WorkflowClock.now().plus(options.keepSlotFor()) : null);
            tell();
        }
    }

    private void tell() {
        Promise<Boolean> unused = Signals.send(WorkflowIds.AGENT_POOL, SeatSignals.REQUEST_SEAT, asked);
    }

    /** The seat; before {@link #await} null. */
    @Nullable
    SeatLease held() {
        return lease;
    }

    /**
     * Waits for a seat, showing what the pool says.
     *
     * @return false where a person paused the work meanwhile
     */
    boolean await(AgentTask task) {
        ask(task);
        Backoff askAgain = new Backoff(ASK_AGAIN, ASK_AGAIN_AT_MOST);
        Instant giveBackAt = WorkflowClock.now().plus(options.keepSlotFor());
        while (lease == null && !helm.pauses()) {
            giveBackAt = awaitGrant(askAgain, giveBackAt);
            if (lease == null && !helm.pauses()) {
                if (told == null) {
                    status.waiting(
                            WaitReason.SEAT, null, "the agent pool does not answer: it needs a worker that runs");
                }
                if (asked == null) {
                    ask(task);
                } else {
                    tell();
                }
            }
        }
        if (lease != null && status.state() == RunState.WAITING) {
            status.resume();
        }
        return lease != null;
    }

    private Instant awaitGrant(Backoff askAgain, Instant longAfter) {
        Instant giveBackAt = longAfter;
        Instant until = WorkflowClock.now().plus(told == null ? askAgain.next() : ASK_AGAIN_WHEN_TOLD);
        int shown = -1;
        while (lease == null
                && !helm.pauses()
                && asked != null
                && WorkflowClock.now().isBefore(until)) {
            if (told != null && timesTold != shown) {
                shown = timesTold;
                until = WorkflowClock.now().plus(ASK_AGAIN_WHEN_TOLD);
                status.waiting(told.waitsFor(), told.until(), told.reason());
            }
            boolean isLong = !WorkflowClock.now().isBefore(giveBackAt)
                    || (told != null && told.until() != null && told.until().isAfter(giveBackAt));
            if (isLong) {
                giveBackAt = Instant.MAX;
                onLongWait.run();
                continue;
            }
            int seen = timesTold;
            Instant wake = giveBackAt.isBefore(until) ? giveBackAt : until;
            boolean unused = Pause.until(
                    Duration.between(WorkflowClock.now(), wake),
                    "seat",
                    () -> lease != null || asked == null || timesTold != seen || helm.pauses());
        }
        return giveBackAt;
    }

    /** An agent's run begins, or was settled by its host: none was lost. */
    void runBegins() {
        lostRuns = 0;
    }

    /** It was lost with its host, which can settle nothing. */
    void runLost() {
        lostRuns++;
    }

    /** How often the run was lost so; whoever settles the next one counts them too. */
    int lostRuns() {
        return lostRuns;
    }

    /** The pool took it back, and knows: the next run asks anew. */
    void over() {
        lease = null;
        asked = null;
    }

    /** Returns the seat, or withdraws the request for one. @return when the pool has heard it */
    Promise<Boolean> giveBack() {
        if (lease == null && asked == null) {
            return Workflow.newPromise(true);
        }
        over();
        Integer lost = lostRuns == 0 ? null : lostRuns;
        lostRuns = 0;
        return Signals.send(WorkflowIds.AGENT_POOL, SeatSignals.RELEASE, new SeatReleased(requester, number, lost));
    }

    /** Answer to the request. */
    void granted(SeatGranted answer) {
        if (asked != null && answer.request() == asked.request()) {
            lease = answer.lease();
            asked = null;
            status.runsOn(answer.lease().seat());
        }
    }

    /** The pool has nothing for us now. */
    void waiting(SeatWaiting answer) {
        if (asked != null && answer.request() == asked.request()) {
            told = answer;
            timesTold++;
        }
    }
}
