package dev.slipway.batch;

import dev.slipway.change.Cancellation;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LedgerPen;
import dev.slipway.project.ProjectReported;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.WorkflowClock;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts projects, hears their reports, and asks about those that are silent for long. */
public final class BatchWorkflowImpl implements BatchWorkflow {
    /** Cancelled projects close their workspaces first; the summary waits for their reports, but not for ever. */
    private static final Duration CANCEL_WITHIN = Duration.ofMinutes(1);

    private static final TimerOptions ASK =
            TimerOptions.newBuilder().setSummary("look after silent projects").build();

    private final BatchInput input;
    private final BatchOptions options;
    private final BatchBoard board;
    private final ProjectLauncher launcher;
    private final BatchInspection inspection;
    private final BatchHelm helm;
    private final LedgerPen pen = new LedgerPen();
    private final Instant startedAt;
    private RunState state = RunState.RUNNING;
    private @Nullable Instant endedAt;
    private boolean changed;
    private int starts;

    @WorkflowInit
    public BatchWorkflowImpl(BatchInput input) {
        this.input = input;
        options = input.options() == null ? BatchOptions.DEFAULT : input.options();
        board = new BatchBoard(input.name(), input.projects(), input.force(), input.carried());
        launcher = new ProjectLauncher(input.name(), options.change());
        inspection = new BatchInspection(input.name());
        helm = new BatchHelm(
                input.name(),
                board,
                launcher,
                input.carried() == null ? null : input.carried().paused());
        startedAt =
                input.carried() == null ? WorkflowClock.now() : input.carried().startedAt();
    }

    @Override
    public BatchSummary run(BatchInput input) {
        try {
            show(helm.isPaused() ? RunState.PAUSED : RunState.RUNNING);
            if (this.input.carried() == null) {
                board.found(inspection.of(board.pending()));
            }
            runAll();
            end(board.outcome());
            return summary();
        } catch (TemporalFailure failure) {
            if (CancellationScope.current().isCancelRequested()) {
                String reason = CancellationScope.current().getCancellationReason();
                CancellationScope cleanup = Workflow.newDetachedCancellationScope(() -> cancelAll(reason));
                cleanup.run();
            }
            throw failure;
        }
    }

    private void runAll() {
        do {
            runUntilDone();
            settle();
        } while (!board.isDone() || helm.isPaused());
    }

    private void runUntilDone() {
        Promise<Void> ask = Workflow.newTimer(options.askEvery(), ASK);
        while (!board.isDone() || helm.isPaused()) {
            startNext();
            Workflow.setCurrentDetails(BatchDetails.of(summary()));
            Promise<Void> timer = ask;
            changed = false;
            Workflow.await(() -> changed || timer.isCompleted() || isLong());
            if (isLong()) {
                continueAsNew();
            }
            if (timer.isCompleted()) {
                askSilentOnes();
                ask = Workflow.newTimer(options.askEvery(), ASK);
            }
        }
    }

    /**
     * Until nothing is on its way any more that would be lost with this workflow: a child's start, an answer, what
     * projects are told, what is written. What is asked meanwhile is on its way too.
     */
    private void settle() {
        do {
            Workflow.await(this::isSettled);
            helm.told().get();
            pen.dry().get();
        } while (!isSettled() || !helm.told().isCompleted() || !pen.dry().isCompleted());
    }

    private boolean isSettled() {
        return !launcher.isStarting() && Workflow.isEveryHandlerFinished();
    }

    private void startNext() {
        while (board.running().size() < input.parallel() && !helm.isPaused() && !isLong()) {
            Optional<ProjectEntry> next = board.start();
            if (next.isEmpty()) {
                return;
            }
            starts++;
            boolean again = board.isAgain(next.get().project().name());
            launcher.start(next.get(), again, this::projectReported);
        }
    }

    private void askSilentOnes() {
        List<ProjectName> silent = new ArrayList<>(board.running());
        silent.addAll(board.resting(RunState.PAUSED));
        board.asked(silent, inspection.of(silent));
    }

    private boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || (options.startsPerRun() > 0 && starts >= options.startsPerRun());
    }

    private void continueAsNew() {
        settle();
        Workflow.continueAsNew(new BatchInput(
                input.name(),
                board.pendingEntries(),
                input.parallel(),
                input.force(),
                board.carry(startedAt, helm.pause()),
                input.options()));
    }

    /** A cancelled batch takes its projects along, resting ones too; what was not started stays so. */
    private void cancelAll(@Nullable String reason) {
        helm.ends("is being cancelled");
        decided(Cancellation.of(reason).by(), "cancel", reason == null ? "" : reason);
        List<ProjectName> open = new ArrayList<>(board.running());
        open.addAll(board.resting());
        Workflow.await(() -> !launcher.isStarting());
        inspection.cancel(open, reason);
        Workflow.await(
                CANCEL_WITHIN,
                () -> board.running().isEmpty() && board.resting().isEmpty());
        settle();
        end(RunState.CANCELLED);
    }

    private void end(RunState how) {
        endedAt = WorkflowClock.now();
        show(how);
        Workflow.setCurrentDetails(BatchDetails.of(summary()));
    }

    private void decided(String by, String what, String reason) {
        pen.decided(
                new Decision(WorkflowClock.now(), by, what, Workflow.getInfo().getWorkflowId(), reason));
    }

    private void show(RunState now) {
        state = now;
        Workflow.upsertTypedSearchAttributes(
                SearchAttributes.KIND.valueSet("batch"),
                SearchAttributes.BATCH.valueSet(input.name().value()),
                SearchAttributes.STATE.valueSet(now.name()));
    }

    @Override
    public void projectReported(ProjectReported reported) {
        board.said(reported);
        changed = true;
    }

    @Override
    public Steered steer(Steering asked) {
        Steered answer = helm.steer(asked);
        RunState now = helm.isPaused() ? RunState.PAUSED : RunState.RUNNING;
        if (state != now) {
            show(now);
        }
        changed = true;
        if (answer.changed()) {
            decided(asked.by(), asked.kind().name().toLowerCase(Locale.ROOT) + (asked.now() ? " --now" : ""), "");
        }
        return answer;
    }

    @Override
    public void validateSteer(Steering asked) {
        helm.validate(asked, state);
    }

    @Override
    public RunAgainQueued runAgain(RunProjectsAgain asked) {
        List<ProjectName> queued = asked.projects().stream()
                .filter(board::runAgain)
                .map(entry -> entry.project().name())
                .toList();
        changed = true;
        return new RunAgainQueued(queued);
    }

    @Override
    public void validateRunAgain(RunProjectsAgain asked) {
        helm.validateStart(state);
    }

    @Override
    public KnownProjects known() {
        return new KnownProjects(board.known());
    }

    @Override
    public BatchSummary summary() {
        return board.summary(state, startedAt, endedAt);
    }
}
