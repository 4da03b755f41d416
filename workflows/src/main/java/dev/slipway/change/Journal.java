package dev.slipway.change;

import dev.slipway.account.AccountName;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkCategory;
import dev.slipway.ledger.AccountUse;
import dev.slipway.ledger.AgentRunRecord;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LedgerPen;
import dev.slipway.ledger.RunRecord;
import dev.slipway.ledger.StepRecord;
import dev.slipway.run.HostId;
import dev.slipway.run.RunState;
import dev.slipway.run.WorkflowClock;
import dev.slipway.run.WorkflowIds;
import dev.slipway.verification.Verification;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run leaves in the ledger: kept while it goes on and written when it ends; people's decisions at once. */
final class Journal {
    /** A run that was tried again for weeks still fits into one record. */
    private static final int MOST_STEPS = 200;

    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_OUTCOME = 40;

    private final LedgerPen pen = new LedgerPen();
    private final List<StepRecord> steps = new ArrayList<>();
    private final List<AgentRunRecord> agentRuns = new ArrayList<>();
    private final Map<Step, Integer> tries = new EnumMap<>(Step.class);
    private final Map<String, Long> requests = new TreeMap<>();
    private Instant begun = WorkflowClock.now();
    private String host = "";
    private @Nullable ChangePlan plan;
    private @Nullable StepNames names;

    /** The names of the host steps of what is journalled; without them nothing is written. */
    StepNames names(ChangePlan journalled) {
        plan = journalled;
        names = new StepNames(journalled.stepTag());
        return names;
    }

    /** Where its workspace is; null when it is nowhere, which does not change where it was. */
    void livesOn(@Nullable HostId where) {
        host = where == null ? host : where.value();
    }

    /** A step begins: what is noted next took from now on. */
    void begins() {
        begun = WorkflowClock.now();
    }

    /** An agent ran, in the host step that was named last. */
    void agentRan(AgentTask task, AgentResult result, @Nullable SeatLease seat) {
        if (plan == null || names == null) {
            return;
        }
        String outcome = result.outcome().worked() ? "ok" : Text.word(result.outcome());
        Step step = Step.valueOf(task.name());
        add(names.last(), 1, step, result.duration(), result.outcome().worked(), outcome, result.headline());
        if (agentRuns.size() == MOST_STEPS) {
            agentRuns.remove(0);
        }
        agentRuns.add(new AgentRunRecord(
                Workflow.getInfo().getWorkflowId(),
                plan.runKey(),
                names.last(),
                host,
                task.name(),
                Text.word(WorkCategory.of(task)),
                result.agent().value(),
                seat == null ? "" : seat.seat().seat(),
                seat == null ? "" : Text.word(seat.billing()),
                result.model(),
                result.outcome().name(),
                result.until(),
                WorkflowClock.now().minus(result.duration()),
                result.duration(),
                result.turns(),
                result.tokens().input(),
                result.tokens().output(),
                result.tokens().cacheRead(),
                result.tokens().cacheWrite(),
                result.costUsd(),
                result.costEstimated()));
    }

    /** What was built was tried, in the host step that was named last. */
    void verified(Verification outcome) {
        if (names != null) {
            String word = outcome.passed() ? "ok" : Text.word(outcome.failedPhase()) + " failed";
            add(names.last(), 1, Step.VERIFY, outcome.duration(), outcome.passed(), word, outcome.headline());
        }
    }

    /** Any other step came to something. */
    void noted(Step step, String what, boolean ok) {
        int attempt = tries.merge(step, 1, Integer::sum);
        Duration took = Duration.between(begun, WorkflowClock.now());
        add(step.name().toLowerCase(Locale.ROOT), attempt, step, took, ok, ok ? "ok" : kind(what), what);
        begins();
    }

    /** Of what was told, what is the same each time: no names, no figures. */
    private static String kind(String what) {
        String first = what.split("[:;]", 2)[0].replaceAll("\\d+", "n");
        return Text.oneLine(first, LONGEST_OUTCOME);
    }

    private void add(String name, int attempt, Step step, Duration took, boolean ok, String outcome, String text) {
        if (steps.size() == MOST_STEPS) {
            steps.remove(0);
        }
        String line = Text.oneLine(text, LONGEST_TEXT);
        Instant started = WorkflowClock.now().minus(took);
        steps.add(new StepRecord(name, attempt, step.name(), started, took, ok, outcome, line));
    }

    void spent(@Nullable AccountName account, int some) {
        if (account != null && some > 0) {
            requests.merge(account.value(), (long) some, Long::sum);
        }
    }

    /** A person decided something about this run. */
    void decided(Steering asked) {
        String what = Text.word(asked.kind())
                + (asked.now() ? " --now" : "")
                + (asked.step() == null ? "" : " " + Text.word(asked.step()));
        pen.decided(new Decision(
                WorkflowClock.now(),
                asked.by(),
                what,
                Workflow.getInfo().getWorkflowId(),
                Text.oneLine(asked.reason(), LONGEST_TEXT)));
    }

    /** Writes the run, which is over. Completed, and never failed, when it is written. */
    Promise<Void> close(RunStatus status) {
        if (plan != null) {
            pen.record(run(plan, status));
        }
        return pen.dry();
    }

    private RunRecord run(ChangePlan done, RunStatus status) {
        String id = Workflow.getInfo().getWorkflowId();
        String batch = WorkflowIds.batchOf(id);
        Instant ended = status.endedAt() == null ? WorkflowClock.now() : status.endedAt();
        return new RunRecord(
                id,
                done.runKey(),
                status.startedAt(),
                ended,
                WorkflowIds.kindOf(id),
                batch,
                done.brief().name(),
                status.repository() == null ? "" : status.repository().id().toString(),
                status.pullRequest() == null ? "" : status.pullRequest().url(),
                done.brief().toolchain().value(),
                Text.word(WorkCategory.of(AgentTask.GENERATE)),
                status.state(),
                status.step().name(),
                Text.oneLine(status.reason(), LONGEST_TEXT),
                status.attempts(),
                status.costUsd(),
                status.account() == null ? "" : status.account().value(),
                status.agentRuns() == 0 || status.agent() == null
                        ? ""
                        : status.agent().value(),
                host,
                steps,
                agentRuns,
                requests.entrySet().stream()
                        .map(one -> new AccountUse(one.getKey(), one.getValue()))
                        .toList(),
                status.state() == RunState.CANCELLED
                        ? new Decision(
                                ended,
                                Cancellation.of(status.reason()).by(),
                                "cancel",
                                id,
                                Text.oneLine(status.reason(), LONGEST_TEXT))
                        : null,
                status.listPriceUsd());
    }
}
