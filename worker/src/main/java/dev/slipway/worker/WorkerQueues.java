package dev.slipway.worker;

import dev.slipway.account.AccountPoolWorkflowImpl;
import dev.slipway.batch.BatchWorkflowImpl;
import dev.slipway.project.ProjectWorkflowImpl;
import dev.slipway.project.RecheckWorkflowImpl;
import dev.slipway.seat.AgentPoolWorkflowImpl;
import java.util.List;
import java.util.Map;

/** Writes down, in the properties of Temporal's Spring Boot starter, which queues this process polls and for what. */
final class WorkerQueues {
    private static final List<Class<?>> WORKFLOWS = List.of(
            AccountPoolWorkflowImpl.class,
            AgentPoolWorkflowImpl.class,
            BatchWorkflowImpl.class,
            ProjectWorkflowImpl.class,
            RecheckWorkflowImpl.class);

    private final Map<String, Object> properties;
    private int next;

    WorkerQueues(Map<String, Object> properties) {
        this.properties = properties;
    }

    void workflows(String queue) {
        String worker = worker("workflows", queue);
        for (int i = 0; i < WORKFLOWS.size(); i++) {
            properties.put(
                    worker + "workflow-classes[" + i + "]", WORKFLOWS.get(i).getName());
        }
    }

    void activities(String name, String queue, int atOnce, String... beans) {
        String worker = worker(name, queue);
        for (int i = 0; i < beans.length; i++) {
            properties.put(worker + "activity-beans[" + i + "]", beans[i]);
        }
        properties.put(worker + "capacity.max-concurrent-activity-executors", atOnce);
    }

    private String worker(String name, String queue) {
        String worker = "spring.temporal.workers[" + next++ + "].";
        properties.put(worker + "name", name);
        properties.put(worker + "task-queue", queue);
        return worker;
    }
}
