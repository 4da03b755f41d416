package dev.slipway.starter.run;

import dev.slipway.change.Steered;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectInput;
import dev.slipway.project.ProjectReported;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.run.Targets.Target;
import dev.slipway.starter.run.Wheel.Answer;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a project that is over once more: with its run key, so that it finds its repository, branch and checkpoint. */
public final class RunAgain {
    private final Server server;
    private final List<String> started = new ArrayList<>();

    public RunAgain(Server server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param from the step to begin with; null for the one in which it stopped
     */
    public Answer start(Target target, ProjectRow row, @Nullable Step from) {
        if (row.state() == RunState.COMPLETED) {
            return Answer.refused(
                    target,
                    "is completed; there is nothing to try again ('slipway reset " + target.shown()
                            + "' forgets that it is done)");
        }
        Step stopped = step(row.step());
        if (from != null && !from.isWork()) {
            return Answer.refused(target, "can't go back to step " + word(from));
        }
        if (from != null && stopped == Step.DEPLOY && from != Step.DEPLOY) {
            return Answer.refused(target, "is merged: only step deploy can be done again, not " + word(from));
        }
        if (from != null && from.resumesAt().compareTo(stopped.resumesAt()) > 0) {
            return Answer.refused(target, "has not come to step " + word(from) + ": it stopped in " + word(stopped));
        }
        Step begin = (from == null ? stopped : from).resumesAt();
        ProjectInput before = input(row);
        // Under another account it would look for its repository at another owner, and make a second one.
        ProjectSpec project = row.repository().isEmpty()
                ? before.project()
                : before.project().at(RepositoryId.of(row.repository()).owner());
        ProjectInput input = new ProjectInput(
                before.batch(), project, before.runKey(), before.reportTo(), true, begin, before.options());
        tellBatch(input);
        try {
            server.client()
                    .newUntypedWorkflowStub("Project", options(row.workflowId(), input))
                    .start(input);
        } catch (WorkflowExecutionAlreadyStarted e) {
            return new Answer(target, new Steered(false, "runs again already", RunState.RUNNING), "");
        }
        started.add(row.workflowId());
        return new Answer(
                target,
                new Steered(
                        true,
                        "runs again from step " + word(begin)
                                + (begin == Step.GENERATE || begin == Step.DEPLOY
                                        ? ""
                                        : ", or from the beginning if its checkpoint is gone"),
                        RunState.PENDING),
                "");
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
