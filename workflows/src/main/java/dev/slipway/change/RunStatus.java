package dev.slipway.change;

import dev.slipway.account.AccountName;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.TokenUsage;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.repository.PullRequest;
import dev.slipway.repository.Repository;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.RunState;
import dev.slipway.run.SeatId;
import dev.slipway.run.WaitReason;
import dev.slipway.run.WorkflowClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is. Each change of step, state or wait is shown at once: search attributes (one upsert for all that
 * changed), current details for the Web UI, and the query through the getters.
 */
public final class RunStatus {
    private final Display display;
    private final Timeline timeline = new Timeline();
    private final Journal journal = new Journal();
    private final Instant startedAt = WorkflowClock.now();

    private RunState state = RunState.PENDING;
    private Step step = Step.ACCOUNT;
    private @Nullable Step aim;
    private @Nullable WaitReason waitingFor;
    private @Nullable Instant waitingUntil;
    private String reason = "";
    private int attempts;
    private int agentRuns;
    private BigDecimal costUsd = BigDecimal.ZERO;
    private BigDecimal listPriceUsd = BigDecimal.ZERO;
    private TokenUsage tokens = TokenUsage.NONE;
    private Duration agentTime = Duration.ZERO;
    private int githubRequests;
    private String model = "";
    private @Nullable Repository repository;
    private @Nullable PullRequest pullRequest;
    private @Nullable AccountName account;
    private @Nullable AgentName agent;
    private @Nullable HostId host;
    private @Nullable Instant endedAt;

    /** @param agent as configured; null where the worker chooses */
    public RunStatus(@Nullable AgentName agent) {
        this.agent = agent;
        this.display = new Display();
    }

    /** That step comes next, whatever is waited for until then: an account, a slot. */
    void aimsAt(@Nullable Step next) {
        aim = next;
    }

    /** A step begins. */
    void enter(Step next) {
        step = next;
        journal.begins();
        resume();
    }

    /** A wait is over; the step goes on. */
    void resume() {
        become(RunState.RUNNING, "");
    }

    /** A step begins by waiting: shown in one go. */
    void enterWaiting(Step next, WaitReason what, String why) {
        step = next;
        waiting(what, null, why);
    }

    /**
     * The run waits.
     *
     * @param until null where nobody knows
     * @param why for people
     */
    void waiting(WaitReason what, @Nullable Instant until, String why) {
        if (state == RunState.WAITING && waitingFor == what && reason.equals(why) && same(waitingUntil, until)) {
            return;
        }
        boolean told = what == WaitReason.SLOT || what == WaitReason.RETRY;
        if (!told && step != Step.ACCOUNT && waitingFor != what) {
            note(step, "waits for " + Text.word(what) + (until == null ? "" : " until " + until) + ": " + why, null);
        }
        state = RunState.WAITING;
        waitingFor = what;
        waitingUntil = until;
        reason = why;
        show();
    }

    /** Only a person can bring it further, until then. */
    void needsAttention(NeedsAttention stop, Instant until) {
        step = stop.step();
        timeline.add(WorkflowClock.now(), stop.step(), "needs attention: " + stop.reason(), false, null, null);
        state = RunState.NEEDS_ATTENTION;
        waitingFor = null;
        waitingUntil = until;
        reason = stop.reason();
        show();
    }

    /** A person paused it, before that step. */
    void paused(Step before, String by) {
        step = before;
        note(before, "paused by " + by, null);
        become(RunState.PAUSED, "paused by " + by);
    }

    /** Shown when it ends. */
    void failedIn(Step where) {
        step = where;
    }

    /** The run is over. Where it waited for an account or a slot, it ended before the step that it waited for. */
    void end(RunState closed, String why) {
        if (aim != null && !step.isWork() && step != Step.FIX) {
            step = aim;
        }
        endedAt = WorkflowClock.now();
        host = null;
        become(closed, why);
    }

    private void become(RunState next, String why) {
        state = next;
        waitingFor = null;
        waitingUntil = null;
        reason = why;
        show();
    }

    private void show() {
        display.show(this);
    }

    /** Something worth knowing. */
    void note(Step where, String what, @Nullable Boolean ok) {
        timeline.add(WorkflowClock.now(), where, what, ok, null, null);
        if (ok != null) {
            journal.noted(where, what, ok);
        }
    }

    /** The outcome of a step. */
    void note(Step where, String what, boolean ok, Duration took, @Nullable ArtifactRef artifact) {
        timeline.add(WorkflowClock.now(), where, what, ok, took, artifact);
    }

    /** An agent ran; shown with the next step. */
    void agentRan(AgentTask task, AgentResult result, @Nullable SeatLease seat, boolean counts) {
        agentRuns++;
        if (counts && (task == AgentTask.GENERATE || task == AgentTask.FIX)) {
            attempts++;
        }
        agent = result.agent();
        model = result.model();
        if (seat != null && seat.billing() == Billing.SUBSCRIPTION) {
            listPriceUsd = listPriceUsd.add(result.costUsd());
        } else {
            costUsd = costUsd.add(result.costUsd());
        }
        tokens = tokens.plus(result.tokens());
        agentTime = agentTime.plus(result.duration());
        journal.agentRan(task, result, seat);
    }

    void spent(int requests) {
        githubRequests += requests;
        journal.spent(account, requests);
    }

    void has(Repository found) {
        repository = found;
    }

    void has(PullRequest opened) {
        pullRequest = opened;
    }

    void acts(AccountName leased) {
        account = leased;
    }

    void runsOn(SeatId leased) {
        agent = leased.agent();
    }

    void livesOn(@Nullable HostId where) {
        host = where;
        journal.livesOn(where);
    }

    /** For people, to follow the run's name: {@code is running in step verify}. */
    String where() {
        return (state == RunState.NEEDS_ATTENTION ? "" : "is ") + Text.word(state)
                + (state == RunState.WAITING ? " for " + Text.word(waitingFor) : "")
                + " in step " + Text.word(step);
    }

    public RunState state() {
        return state;
    }

    public Step step() {
        return step;
    }

    public @Nullable WaitReason waitingFor() {
        return waitingFor;
    }

    public @Nullable Instant waitingUntil() {
        return waitingUntil;
    }

    public String reason() {
        return reason;
    }

    public int attempts() {
        return attempts;
    }

    public int agentRuns() {
        return agentRuns;
    }

    /** What is paid. */
    public BigDecimal costUsd() {
        return costUsd;
    }

    /** What runs under a subscription would have cost; nobody pays it. */
    public BigDecimal listPriceUsd() {
        return listPriceUsd;
    }

    public TokenUsage tokens() {
        return tokens;
    }

    public Duration agentTime() {
        return agentTime;
    }

    public int githubRequests() {
        return githubRequests;
    }

    /** As the agent reported it; empty before its first run. */
    public String model() {
        return model;
    }

    public @Nullable Repository repository() {
        return repository;
    }

    public @Nullable PullRequest pullRequest() {
        return pullRequest;
    }

    /** The account that is leased, or was last. */
    public @Nullable AccountName account() {
        return account;
    }

    public @Nullable AgentName agent() {
        return agent;
    }

    public @Nullable HostId host() {
        return host;
    }

    Journal journal() {
        return journal;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant endedAt() {
        return endedAt;
    }

    public List<TimelineEntry> timeline() {
        return timeline.entries();
    }

    private static boolean same(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b == null : a.equals(b);
    }
}
