package dev.slipway.starter.run;

import dev.slipway.batch.BatchInput;
import dev.slipway.batch.ProjectEntry;
import dev.slipway.batch.RunAgainQueued;
import dev.slipway.batch.RunProjectsAgain;
import dev.slipway.change.Steered;
import dev.slipway.change.Steering;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectInput;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Wheel.Answer;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.Priority;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts projects that are over once more: with their run keys, so that they find their repositories, branches and
 * checkpoints. One is started at once; several by their batch, as many at a time as it allows.
 */
public final class RunAgain {
    private final Server server;
    private final Targets targets;
    private final Wheel wheel;
    private final List<String> started = new ArrayList<>();

    public RunAgain(Server server, Targets targets, Wheel wheel) {
        this.server = server;
        this.targets = targets;
        this.wheel = wheel;
    }

    /** A project that can run again. */
    private record Startable(Target target, ProjectInput input) {}

    /** Starts it from the step that is asked for, or else the one in which it stopped. */
    Answer start(Target target, Steering asked) {
        ProjectRow row = targets.row(target);
        String no = whyNot(target, row, asked.step());
        if (no != null) {
            return Answer.refused(target, no);
        }
        ProjectInput input = again(row, asked);
        if (asked.step() != null && !has(input.project(), asked.step())) {
            return Answer.refused(target, "has no step " + word(asked.step()));
        }
        tellBatch(input);
        try {
            server.client()
                    .newUntypedWorkflowStub("Project", options(row.workflowId(), input))
                    .start(input);
        } catch (WorkflowExecutionAlreadyStarted e) {
            return alreadyRunning(target);
        }
        return startedNow(target, "runs again from " + where(input));
    }

    /** Lets the batch start them in their turn; one that is over runs again, with them alone. */
    List<Answer> startInBatch(Target batch, List<Target> projects, Steering asked) {
        List<Startable> startable = projects.stream()
                .map(project -> new Startable(project, again(targets.row(project), asked)))
                .toList();
        Set<ProjectName> queued = batch.open() ? queue(batch, startable) : startBatch(batch, startable);
        return startable.stream()
                .map(one -> queued.contains(one.input().project().name())
                        ? startedNow(one.target(), "runs again in its turn from " + where(one.input()))
                        : alreadyRunning(one.target()))
                .toList();
    }

    private Set<ProjectName> queue(Target batch, List<Startable> startable) {
        try {
            RunAgainQueued queued = wheel.ask(
                    batch.workflowId(),
                    batch.shown(),
                    RunProjectsAgain.UPDATE,
                    RunAgainQueued.class,
                    new RunProjectsAgain(entries(startable)));
            return Set.copyOf(queued.projects());
        } catch (WorkflowNotFoundException over) {
            return startBatch(batch, startable);
        } catch (WorkflowUpdateException refused) {
            throw CommandFailure.wrongUsage(batch.shown() + " " + Wheel.refusal(refused) + ".");
        }
    }

    private Set<ProjectName> startBatch(Target batch, List<Startable> startable) {
        BatchInput before = targets.order(batch);
        BatchRun unused = BatchRun.start(
                server,
                new BatchInput(before.name(), entries(startable), before.parallel(), false, null, before.options()));
        return startable.stream().map(one -> one.input().project().name()).collect(Collectors.toSet());
    }

    private static List<ProjectEntry> entries(List<Startable> startable) {
        return startable.stream()
                .map(Startable::input)
                .map(input -> new ProjectEntry(input.project(), input.runKey(), input.from(), input.by()))
                .toList();
    }

    private static @Nullable String whyNot(Target target, ProjectRow row, @Nullable Step from) {
        if (row.state() == RunState.COMPLETED) {
            return "is completed; there is nothing to try again ('slipway reset " + target.shown()
                    + "' forgets that it is done)";
        }
        Step stopped = step(row.step());
        if (from == null) {
            return null;
        }
        if (!from.isWork()) {
            return "can't go back to step " + word(from);
        }
        if (stopped == Step.DEPLOY && from != Step.DEPLOY) {
            return "is merged: only step deploy can be done again, not " + word(from);
        }
        return from.resumesAt().compareTo(stopped.resumesAt()) > 0
                ? "has not come to step " + word(from) + ": it stopped in " + word(stopped)
                : null;
    }

    private static boolean has(ProjectSpec project, Step step) {
        return (step != Step.TESTS || project.withTests()) && (step != Step.OPTIMISE || project.optimise());
    }

    /** What starts it again. */
    private ProjectInput again(ProjectRow row, Steering asked) {
        Step begin = (asked.step() == null ? step(row.step()) : asked.step()).resumesAt();
        ProjectInput before = input(row);
        // Under another account it would look for its repository at another owner, and make a second one.
        ProjectSpec project = row.repository().isEmpty()
                ? before.project()
                : before.project().at(RepositoryId.of(row.repository()).owner());
        return new ProjectInput(
                before.batch(), project, before.runKey(), before.reportTo(), true, begin, asked.by(), before.options());
    }

    private static String where(ProjectInput input) {
        Step begin = input.from();
        return "step " + word(begin)
                + (begin == Step.GENERATE || begin == Step.DEPLOY
                        ? ""
                        : ", or from the beginning if its checkpoint is gone");
    }

    private Answer startedNow(Target target, String text) {
        started.add(target.workflowId());
        return new Answer(target, new Steered(true, text, RunState.PENDING), "");
    }

    private static Answer alreadyRunning(Target target) {
        return new Answer(target, new Steered(false, "runs again already", RunState.RUNNING), "");
    }

    /** The workflow ids of what was started. */
    public List<String> started() {
        return List.copyOf(started);
    }

    /** A batch that still runs waits for it then. */
    private void tellBatch(ProjectInput input) {
        if (input.reportTo() == null) {
            return;
        }
        try {
            server.client()
                    .newUntypedWorkflowStub(input.reportTo())
                    .signal(
                            ProjectReported.SIGNAL,
                            new ProjectReported(input.project().name(), RunState.RUNNING, "", false, BigDecimal.ZERO));
        } catch (WorkflowNotFoundException over) {
            // Nobody waits for it.
            return;
        }
    }

    /** As it was started. */
    private ProjectInput input(ProjectRow row) {
        HistoryEvent first = server.client()
                .fetchHistory(row.workflowId(), row.runId())
                .getHistory()
                .getEvents(0);
        Payloads payloads = first.getWorkflowExecutionStartedEventAttributes().getInput();
        return server.client()
                .getOptions()
                .getDataConverter()
                .fromPayloads(0, Optional.of(payloads), ProjectInput.class, ProjectInput.class);
    }

    private static WorkflowOptions options(String id, ProjectInput input) {
        ProjectSpec project = input.project();
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setPriority(Priority.newBuilder()
                        .setPriorityKey(project.priority().key())
                        .build())
                .setMemo(Map.of(
                        "runKey", input.runKey().value(), "name", project.name().value()))
                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.KIND, "project")
                        .set(SearchAttributes.BATCH, input.batch().value())
                        .set(SearchAttributes.STATE, RunState.PENDING.name())
                        .set(SearchAttributes.STEP, Step.ACCOUNT.name())
                        .build())
                .setStaticSummary(project.name() + " (" + project.toolchain() + ")")
                .build();
    }

    private static Step step(String shown) {
        try {
            return Step.valueOf(shown.toUpperCase(Locale.ROOT).replace(' ', '_'));
        } catch (IllegalArgumentException unknown) {
            return Step.GENERATE;
        }
    }

    private static String word(Step step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
