package dev.slipway.activities.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.batch.CancelProjects;
import dev.slipway.batch.InspectProjects;
import dev.slipway.batch.InspectedProjects.Inspected;
import dev.slipway.project.ProjectReported;
import dev.slipway.run.BatchName;
import dev.slipway.run.ProjectName;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import dev.slipway.run.SearchAttributes;
import dev.slipway.run.WorkflowIds;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a real server. */
class BatchActivitiesIT {
    private static final BatchName BATCH = new BatchName("night");
    private static final String QUEUE = "batch-it";

    /** Stands in for a project. */
    @WorkflowInterface
    public interface Played {
        @WorkflowMethod(name = "Played")
        void play(String part);
    }

    /** Plays the part that it is given. */
    public static final class PlayedImpl implements Played {
        @Override
        public void play(String part) {
            switch (part) {
                case "rest" -> {
                    Workflow.upsertTypedSearchAttributes(
                            SearchAttributes.STATE.valueSet(RunState.NEEDS_ATTENTION.name()));
                    Workflow.sleep(Duration.ofDays(1));
                }
                case "run" -> Workflow.sleep(Duration.ofDays(1));
                case "fail" -> throw ApplicationFailure.newNonRetryableFailure("it did not compile", "X");
                default ->
                    Workflow.upsertTypedSearchAttributes(
                            SearchAttributes.STATE.valueSet(RunState.COMPLETED.name()),
                            SearchAttributes.COST_USD.valueSet(1.25));
            }
        }
    }

    @Test
    void tellsHowProjectsStandAndCancelsThem() {
        Path temporal = temporal();
        assumeThat(temporal)
                .as("no 'temporal' on the PATH: not tried against a real server")
                .isNotNull();
        try (TestWorkflowEnvironment server = devServer(temporal)) {
            Worker worker = server.newWorker(QUEUE);
            worker.registerWorkflowImplementationTypes(PlayedImpl.class);
            server.start();
            WorkflowClient client = server.getWorkflowClient();
            for (String part : List.of("complete", "fail", "run", "rest")) {
                start(client, part);
            }
            BatchActivitiesImpl activities = new BatchActivitiesImpl(
                    client, id -> id.endsWith("/forgotten") ? Optional.of("factory-1/forgotten") : Optional.empty());
            InspectProjects all = new InspectProjects(
                    BATCH, List.of(name("complete"), name("fail"), name("run"), name("rest"), name("never-started")));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                List<Inspected> found = activities.inspect(all).projects();
                assertThat(found)
                        .extracting(Inspected::name)
                        .containsExactly(name("complete"), name("fail"), name("run"), name("rest"));
                assertThat(found)
                        .extracting(one -> one.report().state())
                        .containsExactly(
                                RunState.COMPLETED, RunState.FAILED, RunState.RUNNING, RunState.NEEDS_ATTENTION);
                assertThat(found).extracting(Inspected::running).containsExactly(false, false, true, true);
                assertThat(found).extracting(Inspected::runKey).containsOnly(new RunKey("k3x9w2mq7a"));
                assertThat(found.get(0).report().costUsd()).isEqualByComparingTo("1.25");
                assertThat(found.get(1).report().reason()).isEqualTo("it did not compile");
            });

            assertThat(activities
                            .inspect(new InspectProjects(BATCH, List.of(name("never-started"), name("forgotten"))))
                            .projects())
                    .singleElement()
                    .isEqualTo(new Inspected(
                            name("forgotten"),
                            false,
                            new ProjectReported(name("forgotten"), RunState.PENDING, "", false, BigDecimal.ZERO),
                            null,
                            "factory-1",
                            null));

            activities.cancel(
                    new CancelProjects(BATCH, List.of(name("run"), name("complete"), name("never-started")), null));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(activities
                                    .inspect(new InspectProjects(BATCH, List.of(name("run"))))
                                    .projects())
                            .extracting(one -> one.report().state())
                            .containsExactly(RunState.CANCELLED));
        }
    }

    private static TestWorkflowEnvironment devServer(Path temporal) {
        List<String> attributes = SearchAttributes.ALL.stream()
                .flatMap(key -> Stream.of("--search-attribute", key.getName() + "=" + type(key.getValueType())))
                .toList();
        return TestWorkflowEnvironment.startLocal(TemporalDevServerOptions.newBuilder()
                .setExistingPath(temporal.toString())
                .setDownloadEnabled(false)
                .setUiEnabled(false)
                .setExtraArgs(attributes)
                .build());
    }

    private static String type(IndexedValueType type) {
        return switch (type) {
            case INDEXED_VALUE_TYPE_KEYWORD -> "Keyword";
            case INDEXED_VALUE_TYPE_INT -> "Int";
            case INDEXED_VALUE_TYPE_DOUBLE -> "Double";
            case INDEXED_VALUE_TYPE_DATETIME -> "Datetime";
            default -> throw new IllegalArgumentException("no such search attribute: " + type);
        };
    }

    private static @Nullable Path temporal() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static ProjectName name(String part) {
        return new ProjectName(part);
    }

    private static void start(WorkflowClient client, String part) {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                "Played",
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.project(BATCH, name(part)))
                        .setTaskQueue(QUEUE)
                        .setMemo(Map.of("runKey", "k3x9w2mq7a"))
                        .build());
        stub.start(part);
    }
}
