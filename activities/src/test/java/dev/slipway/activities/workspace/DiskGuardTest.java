package dev.slipway.activities.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.activities.workspace.SessionHarness.Call;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunKey;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.WorkspaceRef;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that gets short while several workspaces are on it. */
class DiskGuardTest {
    private static final RunKey FILLER = RunKey.of("fillerrr");
    private static final RunKey HEALTHY = RunKey.of("healthyy");
    private static final long MIN_FREE = 10_000_000;
    private static final int MUCH = 6_000_000;

    @TempDir
    Path root;

    private SessionHarness host;
    private final CountDownLatch go = new CountDownLatch(1);

    @BeforeEach
    void start() {
        host = new SessionHarness(root, 3, Duration.ofMinutes(5), MIN_FREE);
    }

    @AfterEach
    void stop() {
        go.countDown();
        host.close();
    }

    @Test
    void theLargestWorkspaceIsStoppedAndItsFilesGoAndTheOthersWorkOn() throws Exception {
        Call<String> filling = workingIn(FILLER);
        Call<String> healthy = workingIn(HEALTHY);
        write(FILLER, MUCH);
        write(HEALTHY, 1000);

        host.usable = MIN_FREE / 2 - 1;

        assertThat(failure(filling)).satisfies(failure -> {
            assertThat(failure.getType()).isEqualTo(FailureType.HOST_RESOURCES.name());
            assertThat(failure.getOriginalMessage()).contains("worker.min_free_disk", "largest", "6 MB");
        });
        Call<String> next = host.step(ref(FILLER), "2-verify", context -> "not to be had");
        assertThat(failure(next).getType()).as("until it is closed").isEqualTo(FailureType.HOST_RESOURCES.name());
        assertThat(healthy.result).isNotDone();

        giveUp(FILLER);

        assertThat(host.folder(FILLER).root()).doesNotExist();
        host.usable = MIN_FREE;
        go.countDown();
        assertThat(healthy.result.get(20, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void filesThatTheRemoteHasTooGoFirst() throws Exception {
        host.hold(SessionHarness.request(RunKey.of("restingg"), 1, false));
        await().until(() -> host.opened.size() == 1);
        host.sessions.close(new CloseWorkspace(ref(RunKey.of("restingg")), true, false));
        host.hold(SessionHarness.request(RunKey.of("heldback"), 1, false));
        await().until(() -> host.opened.size() == 2);
        host.sessions.close(new CloseWorkspace(ref(RunKey.of("heldback")), true, false));
        Files.writeString(host.folder(RunKey.of("heldback")).root().resolve("held-back.bundle"), "work");
        Call<String> healthy = workingIn(HEALTHY);

        host.usable = MIN_FREE / 2 - 1;

        await().until(() -> !Files.exists(host.folder(RunKey.of("restingg")).root()));
        assertThat(host.folder(RunKey.of("heldback")).root()).exists();
        assertThat(healthy.result).as("too small to be the reason").isNotDone();
    }

    @Test
    void workThatTheCheckpointLacksStaysUnlessItFillsTheDisk() throws Exception {
        host.hold(SessionHarness.request(FILLER, 1, false));
        await().until(() -> host.opened.size() == 1);
        Outcomes.write(host.folder(FILLER).outcome("1-generate" + WorkspaceFolder.FINISHED), "work of an hour");

        giveUp(FILLER);
        assertThat(host.folder(FILLER).root()).exists();

        host.hold(SessionHarness.request(FILLER, 2, false));
        await().until(() -> host.opened.size() == 2);
        write(FILLER, MUCH);
        host.usable = MIN_FREE / 2 - 1;
        host.sessions.close(new CloseWorkspace(ref(FILLER, 2), false, false));
        assertThat(host.folder(FILLER).root()).doesNotExist();
    }

    @Test
    void ofAStepWithAnOutcomeNothingIsMissing() throws Exception {
        host.hold(SessionHarness.request(FILLER, 1, false));
        await().until(() -> host.opened.size() == 1);
        Outcomes.write(host.folder(FILLER).outcome("1-generate" + WorkspaceFolder.FINISHED), "work");
        Outcomes.write(host.folder(FILLER).outcome("1-generate"), "checkpointed");

        giveUp(FILLER);

        assertThat(host.folder(FILLER).root()).doesNotExist();
    }

    private Call<String> workingIn(RunKey run) {
        int before = host.opened.size();
        host.hold(SessionHarness.request(run, 1, false));
        await().until(() -> host.opened.size() == before + 1);
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> step = host.step(ref(run), "1-generate", context -> {
            begun.countDown();
            while (!go.await(10, TimeUnit.MILLISECONDS)) {
                if (context.stopping()) {
                    throw new InterruptedException();
                }
            }
            return "done";
        });
        await().until(() -> begun.getCount() == 0);
        return step;
    }

    private void write(RunKey run, int bytes) throws IOException {
        Files.write(host.folder(run).tree().resolve("fill"), new byte[bytes]);
    }

    /** As a workflow does that was told of too little room. */
    private void giveUp(RunKey run) {
        assertThat(host.sessions
                        .close(new CloseWorkspace(ref(run), false, false))
                        .wasOpen())
                .isTrue();
    }

    private static WorkspaceRef ref(RunKey run) {
        return ref(run, 1);
    }

    private static WorkspaceRef ref(RunKey run, long session) {
        return new WorkspaceRef(
                run, session, SessionHarness.lease(session, Instant.now().plus(Duration.ofHours(1))));
    }

    private static ApplicationFailure failure(Call<String> call) throws Exception {
        try {
            throw new AssertionError("it came to " + call.result.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (ApplicationFailure) e.getCause();
        }
    }
}
