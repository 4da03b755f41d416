package dev.slipway.starter.crash;

import com.google.protobuf.Timestamp;
import dev.slipway.change.Step;
import dev.slipway.run.BatchName;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Visibility;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a batch's projects do right now, and since when, told by the server: no worker is asked. The server's own times
 * are used, so that it does not matter how late one looks.
 */
final class ProjectSight {
    private static final int EVENTS = 100;
    private static final Set<EventType> PROGRESS = Set.of(
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);

    private final Server server;
    private final Visibility visibility;
    private final BatchName batch;
    private final int projects;

    /** @param projects of the batch, those included that have not begun */
    ProjectSight(Server server, BatchName batch, int projects) {
        this.server = server;
        this.visibility = new Visibility(server);
        this.batch = batch;
        this.projects = projects;
    }

    /**
     * An activity that some worker runs for a project.
     *
     * @param pid of the worker
     */
    record Running(ProjectRow project, String type, long pid, Instant since) {
        /** Whether it is a step, rather than the holder of the workspace. */
        boolean isStep() {
            return !type.equals(HostWork.HOLD);
        }

        /**
         * The step that it belongs to, as visibility names it: what runs is known for sure, while visibility may lag behind;
         * empty for the holder of a workspace that is open.
         */
        String step() {
            if (type.equals(HostWork.VERIFY)) {
                return PlannedKill.words(Step.VERIFY);
            }
            if (type.equals(HostWork.PUSH)) {
                return PlannedKill.words(Step.PUSH);
            }
            boolean opening = project.step().equals(PlannedKill.words(Step.WORKSPACE));
            return isStep() || opening ? project.step() : "";
        }

        /** Whether it is a step in the workspace, on the host that has it. */
        boolean isHostStep() {
            return onHost(type);
        }
    }

    /** Projects that are not over; none while the server does not answer. */
    List<ProjectRow> open() {
        try {
            return visibility.projects(batch.value()).stream()
                    .filter(row -> row.closedAt() == null)
                    .toList();
        } catch (StatusRuntimeException e) {
            return List.of();
        }
    }

    /** Whether some project may still come into one of these steps; whether it does depends on how it fares. */
    boolean mayCome(Set<Step> steps) {
        try {
            List<ProjectRow> all = visibility.projects(batch.value());
            return all.size() < projects
                    || all.stream()
                            .filter(row -> row.closedAt() == null)
                            .anyMatch(row -> steps.stream().anyMatch(step -> isAheadOf(row.step(), step)));
        } catch (StatusRuntimeException e) {
            return true;
        }
    }

    private static boolean isAheadOf(String at, Step wanted) {
        for (Step step : Step.values()) {
            if (PlannedKill.words(step).equals(at)) {
                // A fix is verified again.
                return step.compareTo(wanted) <= 0 || (step == Step.FIX && wanted == Step.VERIFY);
            }
        }
        return true;
    }

    /** What workers run for these projects. */
    List<Running> running(List<ProjectRow> projects) {
        List<Running> found = new ArrayList<>();
        for (ProjectRow project : projects) {
            for (PendingActivityInfo pending : pending(project)) {
                pid(pending)
                        .ifPresent(pid -> found.add(new Running(
                                project,
                                pending.getActivityType().getName(),
                                pid,
                                instant(pending.getLastStartedTime()))));
            }
        }
        return found;
    }

    /** When all of these projects had a step started on some host after that moment, or had ended; empty before. */
    Optional<Instant> hostStepsAfter(List<ProjectRow> projects, Instant moment) {
        Instant last = moment;
        for (ProjectRow project : projects) {
            Optional<Instant> first = first(List.of(project), moment, false);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            last = first.get().isAfter(last) ? first.get() : last;
        }
        return Optional.of(last);
    }

    /** When one of these projects first went on after that moment. */
    Optional<Instant> progressAfter(List<ProjectRow> projects, Instant moment) {
        return first(projects, moment, true);
    }

    private Optional<Instant> first(List<ProjectRow> projects, Instant moment, boolean any) {
        return projects.stream()
                .flatMap(project -> Stream.concat(
                        pending(project).stream()
                                .filter(pending -> pid(pending).isPresent())
                                .filter(pending ->
                                        any || onHost(pending.getActivityType().getName()))
                                .map(pending -> instant(pending.getLastStartedTime())),
                        recorded(project, any).stream()))
                .filter(moment::isBefore)
                .min(Comparator.naturalOrder());
    }

    private List<Instant> recorded(ProjectRow project, boolean any) {
        List<HistoryEvent> events = newest(project);
        Set<Long> steps = new HashSet<>();
        events.stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .filter(event -> onHost(event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()))
                .forEach(event -> steps.add(event.getEventId()));
        return events.stream()
                .filter(event -> event.hasWorkflowExecutionCompletedEventAttributes()
                        || (any && PROGRESS.contains(event.getEventType()))
                        || (event.hasActivityTaskStartedEventAttributes()
                                && steps.contains(event.getActivityTaskStartedEventAttributes()
                                        .getScheduledEventId())))
                .map(event -> instant(event.getEventTime()))
                .toList();
    }

    private static boolean onHost(String type) {
        return HostWork.STEPS.contains(type);
    }

    private List<PendingActivityInfo> pending(ProjectRow project) {
        try {
            return server
                    .stubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(server.engine().namespace())
                            .setExecution(execution(project))
                            .build())
                    .getPendingActivitiesList()
                    .stream()
                    .filter(pending -> pending.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                    .toList();
        } catch (StatusRuntimeException e) {
            return List.of();
        }
    }

    private List<HistoryEvent> newest(ProjectRow project) {
        try {
            return server.stubs()
                    .blockingStub()
                    .getWorkflowExecutionHistoryReverse(GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                            .setNamespace(server.engine().namespace())
                            .setExecution(execution(project))
                            .setMaximumPageSize(EVENTS)
                            .build())
                    .getHistory()
                    .getEventsList();
        } catch (StatusRuntimeException e) {
            return List.of();
        }
    }

    private static WorkflowExecution execution(ProjectRow project) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(project.workflowId())
                .setRunId(project.runId())
                .build();
    }

    /** A worker's identity is {@code <host>/<process id>}. */
    private static Optional<Long> pid(PendingActivityInfo pending) {
        String identity = pending.getLastWorkerIdentity();
        try {
            return Optional.of(Long.parseLong(identity.substring(identity.lastIndexOf('/') + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
