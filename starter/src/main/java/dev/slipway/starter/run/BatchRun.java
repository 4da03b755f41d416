package dev.slipway.starter.run;

import dev.slipway.batch.BatchInput;
import dev.slipway.batch.BatchOptions;
import dev.slipway.batch.BatchSummary;
import dev.slipway.batch.BatchWorkflow;
import dev.slipway.batch.ProjectEntry;
import dev.slipway.change.ChangeOptions;
import dev.slipway.project.ProjectSpec;
import dev.slipway.run.BatchName;
import dev.slipway.run.RunKey;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A batch that was started, or attached to.
 *
 * @param attached whether it ran already
 */
public record BatchRun(BatchName name, WorkflowExecution execution, boolean attached, WorkflowStub workflow) {
    private static final String KEY_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 12;
    private static final SearchAttributeKey<String> KIND = SearchAttributes.KIND;

    /**
     * What to run.
     *
     * @param heartbeatTimeout after which a silent host counts as lost
     */
    public record Order(
            BatchName name, List<ProjectSpec> projects, int parallel, boolean force, Duration heartbeatTimeout) {
        public Order {
            projects = List.copyOf(projects);
        }

        /** The same with other projects. */
        public Order with(List<ProjectSpec> others) {
            return new Order(name, others, parallel, force, heartbeatTimeout);
        }

        private BatchOptions options() {
            ChangeOptions usual = ChangeOptions.DEFAULT;
            return new BatchOptions(
                    BatchOptions.DEFAULT.askEvery(),
                    BatchOptions.DEFAULT.startsPerRun(),
                    new ChangeOptions(
                            heartbeatTimeout, usual.adoptWithin(), usual.stepHeartbeat(), usual.keepSlotFor()));
        }
    }

    /** Starts a batch; one of that name that runs is attached to instead. */
    public static BatchRun start(Server server, Order order) {
        SecureRandom random = new SecureRandom();
        List<ProjectEntry> entries = order.projects().stream()
                .map(project -> new ProjectEntry(project, key(random)))
                .toList();
        return start(
                server, new BatchInput(order.name(), entries, order.parallel(), order.force(), null, order.options()));
    }

    /** The same with what is to be run in all detail. */
    static BatchRun start(Server server, BatchInput order) {
        Optional<WorkflowExecution> running = running(server, order.name());
        BatchWorkflow batch = server.client()
                .newWorkflowStub(
                        BatchWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.batch(order.name()))
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .setWorkflowIdConflictPolicy(
                                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                                .setWorkflowIdReusePolicy(
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                                .setTypedSearchAttributes(io.temporal.common.SearchAttributes.newBuilder()
                                        .set(KIND, "batch")
                                        .set(
                                                SearchAttributes.BATCH,
                                                order.name().value())
                                        .build())
                                .build());
        WorkflowExecution execution = WorkflowClient.start(batch::run, order);
        boolean attached = running.map(WorkflowExecution::getRunId)
                .filter(execution.getRunId()::equals)
                .isPresent();
        return new BatchRun(order.name(), execution, attached, WorkflowStub.fromTyped(batch));
    }

    /** Its summary, when it is over: a long poll, no matter how long it takes or how often it continues as new. */
    public CompletableFuture<BatchSummary> result() {
        return workflow.getResultAsync(BatchSummary.class);
    }

    private static Optional<WorkflowExecution> running(Server server, BatchName name) {
        return new Visibility(server)
                .batch(WorkflowIds.batch(name))
                .filter(row -> row.closedAt() == null)
                .map(row -> WorkflowExecution.newBuilder()
                        .setWorkflowId(row.workflowId())
                        .setRunId(row.runId())
                        .build());
    }

    private static RunKey key(SecureRandom random) {
        StringBuilder key = new StringBuilder(KEY_LENGTH);
        for (int i = 0; i < KEY_LENGTH; i++) {
            key.append(KEY_LETTERS.charAt(random.nextInt(KEY_LETTERS.length())));
        }
        return new RunKey(key.toString());
    }
}
