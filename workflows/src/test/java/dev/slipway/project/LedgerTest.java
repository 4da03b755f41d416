package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.Billing;
import dev.slipway.change.Steering;
import dev.slipway.change.Steering.Kind;
import dev.slipway.ledger.AccountUse;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.RunRecord;
import dev.slipway.ledger.StepRecord;
import dev.slipway.run.RunState;
import dev.slipway.run.SeatId;
import dev.slipway.seat.AnnouncedSeat;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.Spent;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a project leaves in the ledger. */
class LedgerTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void aRunIsWrittenOnceWhenItEndsWithItsStepsItsAgentRunsAndItsRequests() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() == 1 ? Outcomes.red("Error: ParserError") : Outcomes.green();

        ProjectReport report = world.start()
                .accounts("alice")
                .run(Specs.project("vault").spec())
                .result();

        assertThat(world.ledger.runs).hasSize(1);
        RunRecord run = world.ledger.runs.get(0);
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.kind()).isEqualTo("project");
        assertThat(run.batch()).isEqualTo("demo");
        assertThat(run.name()).isEqualTo("vault");
        assertThat(run.account()).isEqualTo("alice");
        assertThat(run.host()).isEqualTo("host-1");
        assertThat(run.attempts()).isEqualTo(2);
        assertThat(run.costUsd()).isEqualTo(report.costUsd());
        assertThat(run.pullRequest()).isEqualTo(report.pullRequest());
        assertThat(run.steps())
                .extracting(StepRecord::name)
                .contains("1-generate", "2-verify", "3-fix", "4-verify", "repository", "push", "pull_request");
        assertThat(run.steps())
                .filteredOn(step -> !step.ok())
                .extracting(StepRecord::name, StepRecord::outcome)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("2-verify", "compile failed"));
        assertThat(run.agentRuns())
                .extracting(agent -> agent.step() + " " + agent.host())
                .containsExactly("1-generate host-1", "3-fix host-1");
        assertThat(run.accounts()).containsExactly(new AccountUse("alice", report.githubRequests()));
    }

    @Test
    void aSubscriptionsRunsAreWrittenAsNotPaid() {
        ProjectReport report = world.start()
                .accounts("alice")
                .seats(
                        PoolRules.DEFAULT,
                        new AnnouncedSeat(SeatId.of("scripted/team"), Billing.SUBSCRIPTION, 0, Spent.NOTHING, false))
                .run(Specs.project("vault").spec())
                .result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        RunRecord run = world.ledger.runs.get(0);
        assertThat(run.agentRuns())
                .extracting(agent -> agent.agent() + "/" + agent.seat() + " " + agent.billing())
                .containsOnly("scripted/team subscription");
        assertThat(run.costUsd()).isZero();
        assertThat(report.costUsd()).isZero();
        assertThat(run.listPriceUsd()).isPositive();
    }

    @Test
    void aLedgerThatIsAwayIsWaitedForAndOneThatRefusesFailsNothing() {
        AtomicInteger writes = new AtomicInteger();
        world.ledger.onWrite = written -> {
            if (writes.incrementAndGet() <= 2) {
                throw ApplicationFailure.newFailure("the ledger is away", "UNAVAILABLE");
            }
        };
        ProjectReport away = world.start()
                .accounts("alice")
                .run(Specs.project("vault").spec())
                .result();
        assertThat(away.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.ledger.runs).hasSize(1);

        world.ledger.onWrite = written -> {
            throw ApplicationFailure.newNonRetryableFailure("no such column", "INTERNAL");
        };
        ProjectReport refused = world.run(Specs.project("other").spec()).result();
        assertThat(refused.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.ledger.runs).hasSize(1);
    }

    @Test
    void whatAPersonDecidesIsWrittenWhileTheRunGoesOn() {
        world.script.build = request -> Outcomes.red("Error: ParserError");
        World.RunningProject project = world.start()
                .accounts("alice")
                .run(Specs.project("vault").maxRetries(0).spec());
        project.awaitState(RunState.NEEDS_ATTENTION);
        world.script.build = request -> Outcomes.green();
        project.workflow().steer(new Steering(Kind.RETRY, "ann"));
        project.result();

        assertThat(world.ledger.decisions)
                .extracting(Decision::by, Decision::what, Decision::target)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ann", "retry", "project/demo/vault"));
        assertThat(world.ledger.runs.get(0).ending()).isNull();
    }

    @Test
    void aLimitIsAnAgentRunOfItsOwn() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> runs.incrementAndGet() == 1
                ? Outcomes.agent(run, AgentOutcome.RATE_LIMITED, null, "429")
                : Outcomes.worked(run);
        world.start().accounts("alice").run(Specs.project("vault").spec()).result();

        RunRecord run = world.ledger.runs.get(0);
        assertThat(run.agentRuns())
                .extracting(agent -> agent.step() + " " + agent.outcome())
                .containsExactly("1-generate RATE_LIMITED", "2-generate COMPLETED");
        assertThat(run.attempts()).isEqualTo(1);
    }
}
