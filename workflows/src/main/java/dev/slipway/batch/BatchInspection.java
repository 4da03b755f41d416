package dev.slipway.batch;

import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A batch's questions to Temporal, in portions. */
final class BatchInspection {
    private static final int AT_A_TIME = 200;
    /**
     * Up to 200 short calls to the server that this workflow itself depends on; tried until it answers, since without
     * it nothing else goes on either.
     */
    private static final ActivityOptions UNTIL_THE_SERVER_ANSWERS = ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.GITHUB)
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .setHeartbeatTimeout(Duration.ofSeconds(10))
            .setRetryOptions(RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setMaximumInterval(Duration.ofMinutes(1))
                    .build())
            .build();

    private final BatchName batch;

    BatchInspection(BatchName batch) {
        this.batch = batch;
    }

    /** The newest execution of each project that has one. */
    List<Inspected> of(List<ProjectName> names) {
        List<Inspected> found = new ArrayList<>();
        BatchActivities temporal = activities("inspect projects");
        inPortions(
                names,
                portion -> found.addAll(
                        temporal.inspect(new InspectProjects(batch, portion)).projects()));
        return found;
    }

    /** Asks each to cancel. */
    void cancel(List<ProjectName> names, @Nullable String reason) {
        BatchActivities temporal = activities("cancel projects");
        inPortions(names, portion -> temporal.cancel(new CancelProjects(batch, portion, reason)));
    }

    private static BatchActivities activities(String summary) {
        return Workflow.newActivityStub(
                BatchActivities.class,
                ActivityOptions.newBuilder(UNTIL_THE_SERVER_ANSWERS)
                        .setSummary(summary)
                        .build());
    }

    private static void inPortions(List<ProjectName> names, Consumer<List<ProjectName>> call) {
        for (int from = 0; from < names.size(); from += AT_A_TIME) {
            call.accept(names.subList(from, Math.min(names.size(), from + AT_A_TIME)));
        }
    }
}
