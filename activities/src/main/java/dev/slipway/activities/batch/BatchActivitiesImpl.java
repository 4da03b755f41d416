package dev.slipway.activities.batch;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.ledger.LedgerTroubleException;
import dev.slipway.batch.BatchActivities;
import dev.slipway.batch.CancelProjects;
import dev.slipway.batch.InspectProjects;
import dev.slipway.batch.InspectedProjects;
import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.change.Step;
import dev.slipway.failure.FailureType;
import dev.slipway.project.ProjectReported;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link BatchActivities} over a workflow client. No query is sent, so it needs no worker. */
public final class BatchActivitiesImpl implements BatchActivities {
    private static final Logger log = LoggerFactory.getLogger(BatchActivitiesImpl.class);
    private static final String RUN_KEY = "runKey";
    private static final int LONGEST_REASON = 500;

    private final WorkflowClient client;
    private final Function<String, Optional<String>> repositoryBefore;

    /** @param repositoryBefore the repository that a workflow id had which Temporal has forgotten; empty for none */
    public BatchActivitiesImpl(WorkflowClient client, Function<String, Optional<String>> repositoryBefore) {
        this.client = client;
        this.repositoryBefore = repositoryBefore;
    }

    @Override
    public InspectedProjects inspect(InspectProjects request) {
        List<Inspected> found = new ArrayList<>();
        for (ProjectName name : request.names()) {
            inspect(request.batch(), name).ifPresent(found::add);
        }
        return new InspectedProjects(found);
    }

    @Override
    public void cancel(CancelProjects request) {
        for (ProjectName name : request.names()) {
            try {
                client.newUntypedWorkflowStub(WorkflowIds.project(request.batch(), name))
                        .cancel(request.reason() == null ? "cancelled with its batch" : request.reason());
            } catch (RuntimeException failed) {
                if (!isGone(failed)) {
                    throw unavailable("Cancelling " + name, failed);
                }
            }
        }
    }

    private Optional<Inspected> inspect(BatchName batch, ProjectName name) {
        String id = WorkflowIds.project(batch, name);
        try {
            WorkflowExecutionDescription description =
                    client.newUntypedWorkflowStub(id).describe();
            WorkflowExecutionStatus status = description.getStatus();
            boolean running = status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
            RunState state =
                    state(status, description.getTypedSearchAttributes().get(SearchAttributes.STATE));
            Double cost = description.getTypedSearchAttributes().get(SearchAttributes.COST_USD);
            ProjectReported report = new ProjectReported(
                    name,
                    state,
                    running ? "" : reason(id, status),
                    state == RunState.COMPLETED,
                    cost == null ? BigDecimal.ZERO : BigDecimal.valueOf(cost));
            return Optional.of(new Inspected(
                    name,
                    running,
                    report,
                    step(description.getTypedSearchAttributes().get(SearchAttributes.STEP)),
                    owner(description.getTypedSearchAttributes().get(SearchAttributes.REPOSITORY)),
                    runKey(description)));
        } catch (RuntimeException failed) {
            if (isGone(failed)) {
                return forgotten(name, id);
            }
            throw unavailable("Asking Temporal about " + id, failed);
        }
    }

    /** Under another account it would look for its repository at another owner, and make a second one. */
    private Optional<Inspected> forgotten(ProjectName name, String id) {
        try {
            return repositoryBefore
                    .apply(id)
                    .map(repository -> new Inspected(
                            name,
                            false,
                            new ProjectReported(name, RunState.PENDING, "", false, BigDecimal.ZERO),
                            null,
                            owner(repository),
                            null));
        } catch (LedgerTroubleException away) {
            // Nothing waits for the ledger.
            log.warn("whether {} had a repository before is not known: {}", id, away.getMessage());
            return Optional.empty();
        }
    }

    /** The state as the workflow last published it, held against what Temporal knows of its end. */
    private static RunState state(WorkflowExecutionStatus status, @Nullable String published) {
        RunState said = parsed(published);
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING ->
                said == RunState.NEEDS_ATTENTION || said == RunState.PAUSED ? said : RunState.RUNNING;
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> said != null && said.closed() ? said : RunState.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_CANCELED, WORKFLOW_EXECUTION_STATUS_TERMINATED -> RunState.CANCELLED;
            default -> RunState.FAILED;
        };
    }

    private static @Nullable RunState parsed(@Nullable String published) {
        try {
            return published == null ? null : RunState.valueOf(published);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private static @Nullable String owner(@Nullable String repository) {
        return repository == null || repository.isEmpty()
                ? null
                : RepositoryId.of(repository).owner();
    }

    private static @Nullable Step step(@Nullable String published) {
        try {
            return published == null ? null : Step.valueOf(published);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    private String reason(String id, WorkflowExecutionStatus status) {
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_FAILED -> failureOf(id);
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> "terminated by a person";
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> "timed out";
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> "cancelled";
            default -> "";
        };
    }

    private String failureOf(String id) {
        try {
            client.newUntypedWorkflowStub(id).getResult(5, TimeUnit.SECONDS, Object.class);
            return "";
        } catch (WorkflowFailedException failed) {
            String said = failed.getCause() instanceof TemporalFailure cause ? cause.getOriginalMessage() : null;
            return said == null
                    ? "failed"
                    : said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) + "…" : said;
        } catch (TimeoutException | WorkflowException unknown) {
            return "failed";
        }
    }

    private static @Nullable RunKey runKey(WorkflowExecutionDescription description) {
        Object memo = description.getMemo(RUN_KEY, String.class);
        try {
            return memo == null ? null : new RunKey(memo.toString());
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static boolean isGone(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof WorkflowNotFoundException
                    || (at instanceof StatusRuntimeException grpc
                            && grpc.getStatus().getCode() == Status.Code.NOT_FOUND)) {
                return true;
            }
        }
        return false;
    }

    private static ApplicationFailure unavailable(String doing, RuntimeException failure) {
        return Failures.of(FailureType.UNAVAILABLE, doing + ": " + Failures.rootOf(failure));
    }
}
