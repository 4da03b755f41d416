package dev.slipway.activities.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.activities.workspace.SessionHarness.Call;
import dev.slipway.failure.FailureType;
import dev.slipway.run.RunKey;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceRef;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSessionsTest {
    @TempDir
    Path root;

    private SessionHarness host;
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);

    @BeforeEach
    void start() {
        host = new SessionHarness(root, 2, Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        go.countDown();
        host.close();
    }

    @Test
    void tellsTheWorkflowAndHoldsASlotUntilItIsClosed() {
        Call<SessionEnd> holder = host.open(1);

        assertThat(host.opened).hasSize(1);
        assertThat(host.opened.get(0).queue()).isEqualTo("slipway-host-host-1");
        assertThat(host.opened.get(0).sameHost()).isFalse();
        assertThat(host.sessions.used()).isEqualTo(1);

        assertThat(host.close(1, false)).isTrue();

        assertThat(holder.result.join().kind()).isEqualTo(SessionEnd.Kind.CLOSED);
        assertThat(host.sessions.used()).isZero();
        assertThat(host.folder().root()).doesNotExist();
        assertThat(host.git).containsExactly("open 1 by 1", "drop 1 by 1", "close 1");
        assertThat(host.close(1, false)).isFalse();
    }

    @Test
    void aRepeatedStepGivesBackItsOutcome() throws Exception {
        host.open(1);

        assertThat(host.step(1, "2-verify", counted()).result.get(20, TimeUnit.SECONDS))
                .isEqualTo("run 1");
        assertThat(host.step(1, "2-verify", counted()).result.get(20, TimeUnit.SECONDS))
                .isEqualTo("run 1");
        assertThat(host.step(1, "3-verify", counted()).result.get(20, TimeUnit.SECONDS))
                .isEqualTo("run 2");
    }

    @Test
    void aStepThatRunsIsJoined() throws Exception {
        host.open(1);
        Call<String> first = host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);
        Call<String> second = host.step(1, "1-generate", waiting());

        go.countDown();

        assertThat(first.result.get(20, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(second.result.get(20, TimeUnit.SECONDS)).isEqualTo("run 1");
    }

    @Test
    void anOutageOfTheServerLosesNothing() throws Exception {
        Call<SessionEnd> holder = host.open(1);
        Call<String> step = host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);

        holder.lose(new ActivityNotExistsException(null));
        step.lose(new ActivityNotExistsException(null));
        Call<SessionEnd> next = host.open(2);
        Call<String> again = host.step(2, "1-generate", waiting());
        go.countDown();

        assertThat(again.result.get(20, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(host.opened.get(1).sameHost()).isTrue();
        assertThat(host.sessions.used()).isEqualTo(1);
        // What the old session's step pushes now is pushed by the new session, under its lease.
        assertThat(host.git).contains("checkpoint 2 by 2");
        assertThat(next.result.isDone()).isFalse();
    }

    @Test
    void aNewerSessionFencesTheOlderOne() {
        Call<SessionEnd> holder = host.open(1);
        host.open(2);

        assertThat(failure(holder.result)).isEqualTo(FailureType.SESSION_FENCED.name());
        assertThat(failure(host.step(1, "1-generate", counted()).result)).isEqualTo(FailureType.SESSION_FENCED.name());
        assertThat(failure(host.hold(SessionHarness.request(1)).result)).isEqualTo(FailureType.SESSION_FENCED.name());
        assertThat(host.close(1, false)).isFalse();
        assertThat(runs).hasValue(0);
    }

    @Test
    void aStepOfNoOpenSessionIsRefused() {
        assertThat(failure(host.step(1, "1-generate", counted()).result)).isEqualTo(FailureType.SESSION_GONE.name());
        host.open(1);
        host.close(1, true);
        assertThat(failure(host.step(1, "1-generate", counted()).result)).isEqualTo(FailureType.SESSION_GONE.name());
    }

    @Test
    void aSessionThatNobodyAdoptsIsGivenUp() {
        host.close();
        host = new SessionHarness(root, 1, Duration.ofMillis(200));
        Call<SessionEnd> holder = host.open(1);
        Call<String> step = host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);

        holder.lose(new ActivityNotExistsException(null));

        await().until(() -> host.sessions.used() == 0);
        assertThat(step.result).isCompletedExceptionally();
        assertThat(host.folder().root()).exists();
    }

    @Test
    void aCancelledHolderFreesItsSlotAtOnce() {
        Call<SessionEnd> holder = host.open(1);

        holder.lose(new ActivityCanceledException());

        assertThat(host.sessions.used()).isZero();
    }

    @Test
    void aCancelledStepIsEnded() {
        host.open(1);
        Call<String> step = host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);

        step.lose(new ActivityCanceledException());

        assertThat(step.result).isCompletedExceptionally();
        assertThat(host.folder().outcome("1-generate")).doesNotExist();
    }

    @Test
    void aStepThatCanBeInterruptedEndsItsProcessAndGivesWhatItLeftAsItsOutcome() throws Exception {
        host.open(1);
        Stoppable process = new Stoppable();
        Call<String> step = host.interruptibleStep(1, "1-generate", context -> {
            context.started(process);
            runs.incrementAndGet();
            process.await();
            context.checkpoint("interrupted");
            return "interrupted";
        });
        await().until(() -> runs.get() == 1);

        step.lose(new ActivityCanceledException());

        assertThat(step.result.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(host.git).contains("checkpoint 1 by 1");
        assertThat(host.folder().outcome("1-generate")).exists();
    }

    /** A process that runs until it is told to end. */
    private static final class Stoppable implements RunningProcess {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public ProcessOutcome await() throws InterruptedException {
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            return null;
        }

        @Override
        public void stop() {
            ended.countDown();
        }

        @Override
        public boolean alive() {
            return ended.getCount() > 0;
        }
    }

    @Test
    void waitsForASlot() {
        host.open(1);
        var others = Stream.of("bbbbbbbb", "cccccccc")
                .map(key -> host.hold(SessionHarness.request(RunKey.of(key), 1, false)))
                .toList();
        await().until(() -> host.opened.size() == 2);
        assertThat(host.sessions.used()).isEqualTo(2);

        host.close(1, false);

        await().until(() -> host.opened.size() == 3);
        assertThat(others).noneMatch(call -> call.result.isDone());
    }

    @Test
    void aWorkerThatWasKilledIsFollowedByOneThatFindsItsOutcomes() throws Exception {
        host.open(1);
        host.step(1, "1-generate", counted()).result.get(20, TimeUnit.SECONDS);
        host = new SessionHarness(root, 2, Duration.ofMinutes(5));

        host.open(2);

        assertThat(host.opened.get(0).sameHost()).isTrue();
        assertThat(host.step(2, "1-generate", counted()).result.get(20, TimeUnit.SECONDS))
                .isEqualTo("run 1");
    }

    @Test
    void whatAKilledWorkerLeftRunningIsEnded() throws Exception {
        host.open(1);
        Process left = leftover();
        host = new SessionHarness(root, 2, Duration.ofMinutes(5));

        host.open(2);

        assertThat(left.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private Process leftover() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
        builder.environment().put("HOME", host.folder().home().toString());
        return builder.start();
    }

    @Test
    void drainingFinishesTheStepThenEndsTheSession() throws Exception {
        Call<SessionEnd> holder = host.open(1);
        Call<String> step = host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> host.sessions.drain(Duration.ofMinutes(5)));
        await().until(() -> failure(host.hold(SessionHarness.request(RunKey.of("bbbbbbbb"), 1, false)).result)
                .equals(FailureType.UNAVAILABLE.name()));

        go.countDown();

        assertThat(step.result.get(20, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(holder.result.isDone()).isFalse();
        assertThat(failure(host.step(1, "2-verify", counted()).result)).isEqualTo(FailureType.SESSION_GONE.name());
        assertThat(holder.result.get(20, TimeUnit.SECONDS).kind()).isEqualTo(SessionEnd.Kind.DRAINED);
        drained.join();
        assertThat(host.sessions.used()).isZero();
        assertThat(host.git).endsWith("checkpoint 1 by 1", "close 1");
    }

    @Test
    void anExpiredLeasePushesNothing() {
        host.open(1);
        WorkspaceRef late = new WorkspaceRef(
                SessionHarness.RUN, 1, SessionHarness.lease(1, Instant.now().minusSeconds(1)));

        assertThatThrownBy(() -> host.sessions.step(
                        late,
                        "1-generate",
                        String.class,
                        context -> context.checkpoint("x").commit(),
                        () -> {}))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        e -> assertThat(e.getType()).isEqualTo(FailureType.LEASE_LOST.name()));
        assertThat(host.git).containsExactly("open 1 by 1");
    }

    @Test
    void aRepositoryThatCanNotBeOpenedCostsNoSlot() {
        host.refusal = FailureType.ACCOUNT_FORBIDDEN;

        assertThat(failure(host.hold(SessionHarness.request(1)).result)).isEqualTo("ACCOUNT_FORBIDDEN");
        assertThat(host.sessions.used()).isZero();

        host.refusal = null;
        host.open(2);
        assertThat(host.sessions.used()).isEqualTo(1);
    }

    @Test
    void aSessionThatItsWorkflowDidNotHearOfCostsNoSlot() {
        host.deaf = true;
        assertThat(failure(host.hold(SessionHarness.request(1)).result)).isEqualTo("UNAVAILABLE");
        assertThat(host.sessions.used()).isZero();
    }

    @Test
    void aSessionThatTookAStepOverUnheardCanBeAdoptedItself() throws Exception {
        host.open(1);
        host.step(1, "1-generate", waiting());
        await().until(() -> runs.get() == 1);
        host.deaf = true;
        assertThat(failure(host.hold(SessionHarness.request(2)).result)).isEqualTo("UNAVAILABLE");
        host.deaf = false;

        host.open(3);
        Call<String> step = host.step(3, "1-generate", waiting());
        go.countDown();

        assertThat(step.result.get(20, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(host.sessions.used()).isEqualTo(1);
    }

    @Test
    void lookingAtABranchDisturbsNobody() {
        Call<SessionEnd> holder = host.open(1);
        host.hold(SessionHarness.request(SessionHarness.RUN, 7, true));
        await().until(() -> host.opened.size() == 2);

        assertThat(host.sessions
                        .close(new CloseWorkspace(SessionHarness.ref(7), false, true))
                        .wasOpen())
                .isTrue();

        assertThat(holder.result).isNotDone();
        assertThat(host.folder().root()).exists();
        assertThat(host.git).noneMatch(did -> did.startsWith("drop"));
    }

    @Test
    void sweepsWhatNobodyHasHadForLong() throws IOException {
        host.open(1);
        host.hold(SessionHarness.request(RunKey.of("bbbbbbbb"), 1, false));
        await().until(() -> host.opened.size() == 2);
        host.close(1, true);
        Path other = Files.createDirectories(host.home.workspaces().resolve("not a workspace"));
        for (String name : new String[] {"abcdefgh", "bbbbbbbb"}) {
            Files.setLastModifiedTime(
                    host.home.workspaces().resolve(name).resolve("session.json"),
                    FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }

        assertThat(host.sessions.sweep(Duration.ofDays(9))).isZero();
        assertThat(host.sessions.sweep(Duration.ofDays(7))).isEqualTo(1);

        assertThat(host.folder().root()).doesNotExist();
        assertThat(host.home.workspaces().resolve("bbbbbbbb")).exists();
        assertThat(other).exists();
    }

    @Test
    void deletesWhatABuildLocked() throws IOException {
        host.open(1);
        Path locked = Files.createDirectories(host.folder().tree().resolve("a/b"));
        Files.writeString(locked.resolve("file"), "x");
        Path outside = Files.writeString(root.resolve("outside"), "stays");
        Files.createSymbolicLink(host.folder().tree().resolve("link"), outside);
        Files.createSymbolicLink(host.folder().tree().resolve("folder-link"), root);
        assertThat(locked.toFile().setWritable(false)).isTrue();

        host.close(1, false);

        assertThat(host.folder().root()).doesNotExist();
        assertThat(outside).hasContent("stays");
    }

    private StepBody<String> counted() {
        return context -> "run " + runs.incrementAndGet();
    }

    private StepBody<String> waiting() {
        return context -> {
            int run = runs.incrementAndGet();
            while (!go.await(10, TimeUnit.MILLISECONDS)) {
                if (context.stopping()) {
                    throw new InterruptedException();
                }
            }
            context.checkpoint("after " + run);
            return "run " + run;
        };
    }

    private static String failure(CompletableFuture<?> result) {
        try {
            result.get(20, TimeUnit.SECONDS);
            return "none";
        } catch (ExecutionException e) {
            return e.getCause() instanceof ApplicationFailure failure
                    ? failure.getType()
                    : e.getCause().toString();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void opensNothingBeforeTheHostIsAdmitted() {
        CompletableFuture<Void> admission = new CompletableFuture<>();
        host.sessions.admittedBy(admission);
        Call<SessionEnd> holder = host.hold(host.request(1));
        await().during(Duration.ofMillis(500)).until(() -> host.opened.isEmpty() && !holder.result.isDone());

        admission.complete(null);

        await().until(() -> host.opened.size() == 1);
    }

    @Test
    void aHostThatIsRefusedOpensNothingAndLeavesTheWorkToOthers() {
        host.sessions.admittedBy(CompletableFuture.failedFuture(new IllegalStateException("refused")));

        Call<SessionEnd> holder = host.hold(host.request(1));

        await().until(holder.result::isDone);
        assertThat(host.opened).isEmpty();
        assertThat(host.git).isEmpty();
        assertThatThrownBy(holder.result::get)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.UNAVAILABLE.name()));
    }
}
