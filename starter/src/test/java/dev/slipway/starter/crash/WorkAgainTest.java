package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.Timestamp;
import dev.slipway.starter.run.Kill;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkAgainTest {
    @TempDir
    Path logs;

    @Test
    void aStepIsRepeatedWhereItIsAskedForOnceMore() {
        assertThat(again("1-generate", "2-verify", "2-verify", "3-fix"))
                .extracting(WorkAgain.Repeated::step, WorkAgain.Repeated::goneBack)
                .containsExactly(tuple("2-verify", false));
    }

    @Test
    void aStepThatComesAgainAfterALaterOneHasGoneBack() {
        assertThat(again("1-generate", "2-verify", "1-generate", "2-verify"))
                .extracting(WorkAgain.Repeated::step, WorkAgain.Repeated::goneBack)
                .containsExactly(tuple("1-generate", true), tuple("2-verify", true));
    }

    @Test
    void holdingAWorkspaceIsNoStep() {
        assertThat(WorkAgain.steps(
                        "notes",
                        List.of(scheduled(1, HostWork.HOLD, "workspace"), scheduled(2, HostWork.HOLD, "workspace"))))
                .isEmpty();
    }

    @Test
    void whatIsRepeatedBelongsToTheLastKillBeforeIt() {
        Instant start = Instant.ofEpochSecond(0);
        List<Kill> kills = WorkAgain.after(
                List.of(kill(start.plusSeconds(2)), kill(start.plusSeconds(4))),
                again("1-generate", "2-verify", "2-verify", "3-fix", "3-fix"));

        assertThat(kills).extracting(Kill::again).containsExactly(List.of("notes 2-verify"), List.of("notes 3-fix"));
    }

    @Test
    void anAgentIsRunAgainWhereAnyWorkerBeginsItsStepOnceMore() throws IOException {
        Path one = Files.createDirectories(logs.resolve("one"));
        Path other = Files.createDirectories(logs.resolve("other"));
        Files.writeString(one.resolve("worker-a.json"), started("abc") + started("xyz"));
        Files.writeString(
                other.resolve("worker-b.json"), started("abc") + "{\"event\": \"agent-started\", \"runKey\": \"xy");

        assertThat(AgentStarts.of(List.of(one, other))).isEqualTo(3);
        assertThat(AgentStarts.again(List.of(one, other))).isEqualTo(1);
    }

    private static String started(String runKey) {
        return "{\"event\": \"agent-started\", \"runKey\": \"" + runKey + "\", \"step\": \"1-generate\"}\n";
    }

    private static List<WorkAgain.Repeated> again(String... steps) {
        List<HistoryEvent> history = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            String type = steps[i].endsWith("verify") ? HostWork.VERIFY : HostWork.AGENT;
            history.add(scheduled(i + 1, type, steps[i]));
        }
        return WorkAgain.steps("notes", history);
    }

    private static HistoryEvent scheduled(int second, String type, String summary) {
        return HistoryEvent.newBuilder()
                .setEventTime(Timestamp.newBuilder().setSeconds(second))
                .setUserMetadata(UserMetadata.newBuilder()
                        .setSummary(DefaultDataConverter.newDefaultInstance()
                                .toPayload(summary)
                                .orElseThrow()))
                .setActivityTaskScheduledEventAttributes(ActivityTaskScheduledEventAttributes.newBuilder()
                        .setActivityType(ActivityType.newBuilder().setName(type))
                        .setTaskQueue(TaskQueue.newBuilder().setName("slipway-host-one")))
                .build();
    }

    private static Kill kill(Instant at) {
        return new Kill("worker-1", "generate", "generate", at, null, List.of());
    }
}
