package dev.slipway.starter.replay;

import dev.slipway.account.AccountPoolWorkflowImpl;
import dev.slipway.batch.BatchWorkflowImpl;
import dev.slipway.project.ProjectWorkflowImpl;
import dev.slipway.project.RecheckWorkflowImpl;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.TaskQueues;
import dev.slipway.seat.AgentPoolWorkflowImpl;
import dev.slipway.settings.connection.TemporalConnection;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.util.Optional;

/** Replays a workflow's history against the workflow code of this build. Nothing is called and nothing is changed. */
public final class Replay {
    private final WorkflowExecutionHistory history;

    public Replay(WorkflowExecutionHistory history) {
        this.history = history;
    }

    /** Type of the workflow, as its first event says. */
    public String workflowType() {
        HistoryEvent first = history.getHistory().getEvents(0);
        return first.getWorkflowExecutionStartedEventAttributes()
                .getWorkflowType()
                .getName();
    }

    /** Events in the history. */
    public int events() {
        return history.getHistory().getEventsCount();
    }

    /** Replays it; empty where the code comes to the same decisions. */
    public Optional<Divergence> run() {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(TemporalConnection.dataConverter())
                        .build());
        SearchAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options.build())) {
            Worker worker = environment.newWorker(TaskQueues.WORKFLOWS);
            worker.registerWorkflowImplementationTypes(
                    AccountPoolWorkflowImpl.class,
                    AgentPoolWorkflowImpl.class,
                    BatchWorkflowImpl.class,
                    ProjectWorkflowImpl.class,
                    RecheckWorkflowImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
            return Optional.empty();
        } catch (Exception divergence) {
            return Optional.of(Divergence.of(divergence));
        }
    }
}
