package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountState;
import dev.slipway.account.BlockReason;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.change.Step;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.SetTopics;
import dev.slipway.run.HostId;
import dev.slipway.run.RunState;
import dev.slipway.run.WaitReason;
import dev.slipway.testing.Failures;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import dev.slipway.workspace.CloseWorkspace;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a project does when something goes wrong. */
@Timeout(60)
class ProjectTroubleTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private Instant now() {
        return Instant.ofEpochMilli(world.env().currentTimeMillis());
    }

    private static Specs vault() {
        return Specs.project("token-vault");
    }

    @Test
    void repeatsTheStepUnderTheSameNameOnAnotherHostWhenOneIsLost() {
        world.script.build = request -> {
            if (!world.host("host-1").dead()) {
                world.kill("host-1");
            }
            return Outcomes.green();
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step, FakeHost.Call::host)
                .containsExactly(
                        tuple("1-generate", HostId.of("host-1")),
                        tuple("2-verify", HostId.of("host-1")),
                        tuple("2-verify", HostId.of("host-2")),
                        tuple("3-push", HostId.of("host-2")));
        assertThat(world.calls.get(2).workspace().session())
                .isGreaterThan(world.calls.get(1).workspace().session());
    }

    @Test
    void goesOnOnTheSameHostWhenOnlyTheSessionWasLost() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build = request -> {
            if (builds.incrementAndGet() == 1) {
                throw Failures.of(FailureType.SESSION_GONE, "the worker restarted");
            }
            return Outcomes.green();
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.host("host-1").openings).hasSize(2);
        assertThat(world.host("host-2").openings).isEmpty();
    }

    @Test
    void movesToAnotherHostWhenOneIsDrained() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build = request -> {
            if (builds.incrementAndGet() == 1) {
                world.host("host-1").die();
                world.host("host-1").drain();
            }
            return Outcomes.green();
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.host("host-2").openings).hasSize(1);
    }

    @Test
    void parksWithoutAnAttemptUntilTheRateLimitEnds() {
        Instant until = now().plus(Duration.ofMinutes(40));
        AtomicInteger calls = new AtomicInteger();
        world.github.onEnsure = request -> {
            if (calls.incrementAndGet() == 1) {
                throw Failures.rateLimited(until);
            }
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.endedAt()).isAfter(until);
    }

    @Test
    void takesAnotherAccountOfTheSameOwnerWhenOneIsRevoked() {
        world.github.onOpen = request -> {
            if (request.lease().account().equals(AccountName.of("alice"))) {
                throw Failures.of(FailureType.ACCOUNT_UNAUTHORIZED, "401 Bad credentials");
            }
        };
        world.start().accountsOf("acme", "alice", "bob");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.account()).isEqualTo(AccountName.of("bob"));
        assertThat(world.github.opened)
                .extracting(request -> request.lease().owner())
                .containsOnly("acme");
        assertThat(world.pool().accounts())
                .filteredOn(account -> account.account().equals(AccountName.of("alice")))
                .singleElement()
                .satisfies(alice -> {
                    assertThat(alice.blocked()).isEqualTo(BlockReason.UNAUTHORIZED);
                    assertThat(alice.leases()).isZero();
                });
    }

    @Test
    void setsTheTopicsUnderAnotherAccountWhenTheFirstIsRefusedThem() {
        world.github.onTopics = request -> {
            if (request.lease().account().equals(AccountName.of("alice"))) {
                throw Failures.forbidden("may not set topics", "403 to PUT /repos/acme/vault/topics");
            }
        };
        world.start().accountsOf("acme", "alice", "bob");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.github.topics)
                .extracting(SetTopics::topics)
                .containsOnly(vault().spec().topics());
        assertThat(world.github
                        .topics
                        .get(world.github.topics.size() - 1)
                        .lease()
                        .account())
                .isEqualTo(AccountName.of("bob"));
        assertThat(world.pool().accounts())
                .filteredOn(account -> account.blocked() == BlockReason.FORBIDDEN)
                .extracting(AccountState::blockedBy)
                .containsExactly("403 to PUT /repos/acme/vault/topics");
        assertThat(world.github.ensured).hasSize(1);
    }

    @Test
    void waitsForTheEarliestReturnWhenAllAccountsAreBlocked() {
        Instant alice = now().plus(Duration.ofMinutes(50));
        Instant bob = now().plus(Duration.ofMinutes(20));
        List<AccountName> refused = new CopyOnWriteArrayList<>();
        world.github.onEnsure = request -> {
            AccountName account = request.lease().account();
            if (!refused.contains(account)) {
                refused.add(account);
                throw Failures.rateLimited(account.equals(AccountName.of("alice")) ? alice : bob);
            }
        };
        world.start().accountsOf("acme", "alice", "bob");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.account()).isEqualTo(AccountName.of("bob"));
        assertThat(report.endedAt()).isAfterOrEqualTo(bob).isBefore(alice);
    }

    @Test
    void saysThatNoAccountCanWriteToTheOwnerAndWaitsForOne() {
        world.start().accounts("alice");
        RunningProject project = world.run(vault().owner("acme").spec());
        ProjectReport waiting = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(project::report, report -> report.reason().contains("acme"));
        assertThat(waiting.state()).isEqualTo(RunState.WAITING);
        assertThat(waiting.waitingFor()).isEqualTo(WaitReason.ACCOUNT);
        assertThat(waiting.reason()).isEqualTo("no account can write to acme");

        world.accountsOf("acme", "bob");
        assertThat(project.result().account()).isEqualTo(AccountName.of("bob"));
    }

    @Test
    void givesSlotAndAccountBackWhileTheAgentsQuotaIsUsedUp() {
        Instant until = now().plus(Duration.ofHours(3));
        List<String> sessions = new CopyOnWriteArrayList<>();
        AgentResult[] limited = new AgentResult[1];
        world.script.agent = run -> {
            sessions.add(String.valueOf(run.agentSession()));
            if (limited[0] != null) {
                return Outcomes.worked(run);
            }
            limited[0] = Outcomes.agent(run, AgentOutcome.SESSION_LIMIT, until, "5-hour limit reached");
            return limited[0];
        };
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(0).spec());
        ProjectReport report = project.result();
        assertThat(sessions).as("goes on with its context").containsExactly("null", limited[0].agentSession());

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.agentRuns()).isEqualTo(2);
        assertThat(report.endedAt()).isAfter(until);
        assertThat(world.host("host-1").closings.get(0))
                .satisfies(close -> assertThat(close.keep()).isTrue());
        assertThat(world.calls).extracting(FakeHost.Call::step).startsWith("1-generate", "2-generate");
    }

    @Test
    void restsWhenAttemptsAreUsedUpAndGoesOnWhenAPersonSaysRetry() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(2).spec());
        ProjectReport resting = project.awaitState(RunState.NEEDS_ATTENTION);
        assertThat(resting.attempts()).isEqualTo(3);
        assertThat(resting.step()).isEqualTo(Step.VERIFY);
        assertThat(resting.reason()).isEqualTo("after 3 attempts: COMPILE failed: Error: ParserError");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(world.pool().accounts()).allMatch(account -> account.leases() == 0));
        assertThat(world.host("host-1").open()).isZero();
        assertThat(world.host("host-1").closings)
                .last()
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(true, false);

        world.script.build = request -> Outcomes.green();
        project.workflow().steer(new Steering(Kind.RETRY, "ann"));
        ProjectReport report = project.result();
        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(3);
    }

    @Test
    void skipsWhenAPersonSaysSo() {
        world.script.agent = run -> Outcomes.agent(run, AgentOutcome.CONTENT_REFUSED, null, "no such thing");
        world.start().accounts("alice");
        RunningProject project = world.run(vault().spec());
        assertThat(project.awaitState(RunState.NEEDS_ATTENTION).reason()).contains("no such thing");
        project.workflow().steer(new Steering(Kind.SKIP, "ann"));
        assertThat(project.result().state()).isEqualTo(RunState.SKIPPED);
    }

    @Test
    void failsAndCleansUpWhenItsPatienceEnds() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(0)
                .patience(Duration.ofDays(2))
                .cleanupOnFailure()
                .spec());

        assertThatThrownBy(project::result)
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(ProjectWorkflowImpl.PROJECT_FAILED);
                    ProjectReport report = failure.getDetails().get(ProjectReport.class);
                    assertThat(report.state()).isEqualTo(RunState.FAILED);
                    assertThat(report.reason()).contains("ParserError");
                });
        assertThat(world.github.deletes).hasSize(1);
        assertThat(world.github.repositories()).isZero();
        assertThat(world.host("host-1").closings)
                .last()
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(false, true);
    }

    @Test
    void keepsTheRepositoryButDropsTheCheckpointWhenAPersonGivesUp() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        RunningProject project = world.run(vault().maxRetries(0).spec());
        project.awaitState(RunState.NEEDS_ATTENTION);
        project.workflow().steer(new Steering(Kind.ABANDON, "ann"));

        assertThatThrownBy(project::result).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.github.repositories()).isEqualTo(1);
        assertThat(world.host("host-1").closings)
                .last()
                .extracting(CloseWorkspace::keep, CloseWorkspace::dropCheckpoint)
                .containsExactly(false, true);
    }

    @Test
    void keepsEverythingWhenItsPatienceEndsAndNobodyAskedForACleanUp() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        world.start().accounts("alice");
        RunningProject project =
                world.run(vault().maxRetries(0).patience(Duration.ofDays(2)).spec());

        assertThatThrownBy(project::result).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.github.repositories()).isEqualTo(1);
        assertThat(world.host("host-1").closings).noneMatch(CloseWorkspace::dropCheckpoint);
    }

    @Test
    void letsTheAgentMendASecretThatTheScanFoundAndVerifiesAgain() {
        AtomicInteger pushes = new AtomicInteger();
        List<AgentTask> tasks = new CopyOnWriteArrayList<>();
        world.script.agent = run -> {
            tasks.add(run.task());
            return Outcomes.worked(run);
        };
        world.script.publish = request -> pushes.incrementAndGet() == 1 ? Outcomes.heldBack() : Outcomes.pushed();
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(tasks).containsExactly(AgentTask.GENERATE, AgentTask.FIX);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-push", "4-fix", "5-verify", "6-push");
    }

    @Test
    void fixesFirstWhenTheCheckpointWasHeldBackByASecret() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> runs.incrementAndGet() == 1
                ? Outcomes.agent(run, AgentOutcome.COMPLETED, null, "done", List.of(Outcomes.finding()))
                : Outcomes.worked(run);
        world.start().accounts("alice");
        assertThat(world.run(vault().spec()).result().attempts()).isEqualTo(2);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-fix", "3-verify", "4-push");
    }

    @Test
    void addsTestsOptimisesAndMergesWhereTheFileAsksForIt() {
        world.start().accounts("alice");
        ProjectReport report = world.run(
                        vault().withTests().optimise().merge(MergeMethod.SQUASH).spec())
                .result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.agentRuns()).isEqualTo(3);
        assertThat(world.calls)
                .extracting(FakeHost.Call::step)
                .containsExactly("1-generate", "2-verify", "3-tests", "4-verify", "5-optimise", "6-verify", "7-push");
        assertThat(world.github.merges)
                .singleElement()
                .satisfies(merge ->
                        assertThat(merge.commit()).isEqualTo(Outcomes.pushed().commit()));
    }

    @Test
    void countsACrashAsAnAttempt() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> runs.incrementAndGet() == 1
                ? Outcomes.agent(run, AgentOutcome.CRASHED, null, "exit 139")
                : Outcomes.worked(run);
        world.start().accounts("alice");
        assertThat(world.run(vault().maxRetries(1).spec()).result().attempts()).isEqualTo(2);
    }

    @Test
    void givesEverythingBackWhenCancelled() {
        world.script.agent = run -> Outcomes.agent(run, AgentOutcome.OVERLOADED, null, "529 overloaded");
        world.start().accounts("alice");
        RunningProject project = world.run(vault().spec());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> project.report().waitingFor() == WaitReason.QUOTA);
        project.stub().cancel();

        assertThatThrownBy(project::result)
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(project.report().state()).isEqualTo(RunState.CANCELLED);
        assertThat(world.host("host-1").open()).isZero();
        assertThat(world.pool().accounts()).allMatch(account -> account.leases() == 0);
    }

    @Test
    void triesAgainWhenGitHubIsUnavailable() {
        AtomicInteger calls = new AtomicInteger();
        world.github.onEnsure = request -> {
            if (calls.incrementAndGet() <= 6) {
                throw Failures.of(FailureType.UNAVAILABLE, "503");
            }
        };
        world.start().accounts("alice");
        assertThat(world.run(vault().maxRetries(0).spec()).result().state()).isEqualTo(RunState.COMPLETED);
        // Temporal's own retries keep their slots; those of the workflow have new ones.
        List<Instant> slots = world.github.writes.stream().distinct().sorted().toList();
        assertThat(slots).hasSizeGreaterThan(3);
        for (int i = 1; i < slots.size(); i++) {
            assertThat(Duration.between(slots.get(i - 1), slots.get(i))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void leavesNoFilesOnAHostThatIsFullAndKeepsTheCheckpoint() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> {
            if (runs.incrementAndGet() <= 2) {
                throw Failures.of(FailureType.HOST_RESOURCES, "the disk is full because of it");
            }
            return Outcomes.worked(run);
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(world.host("host-1").closings.subList(0, 2)).allSatisfy(close -> {
            assertThat(close.keep()).isFalse();
            assertThat(close.dropCheckpoint()).isFalse();
        });
    }

    @Test
    void waitsForAPoolThatIsNotThereYet() {
        world.start();
        RunningProject project = world.run(vault().spec());
        project.awaitState(RunState.WAITING);
        world.env().sleep(Duration.ofMinutes(1));
        world.accounts("alice");
        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
    }
}
