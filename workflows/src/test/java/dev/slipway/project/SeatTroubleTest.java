package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.run.RunState;
import dev.slipway.run.SeatId;
import dev.slipway.run.WaitReason;
import dev.slipway.seat.BudgetRules;
import dev.slipway.seat.FailoverRules;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.QuotaRules;
import dev.slipway.seat.SeatChoice;
import dev.slipway.seat.SetBudget;
import dev.slipway.seat.SteerSeat;
import dev.slipway.testing.Outcomes;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import dev.slipway.testing.World.RunningProject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Projects whose seat, quota or budget is not to be had. */
@Timeout(120)
class SeatTroubleTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static Specs vault() {
        return Specs.project("token-vault");
    }

    private RunningProject awaits(RunningProject project, WaitReason reason) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> project.report().waitingFor() == reason);
        return project;
    }

    @Test
    void aRefusedLoginIsWaitedForAndUsesUpNoAttempt() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> runs.incrementAndGet() == 1
                ? Outcomes.agent(run, AgentOutcome.AUTH_FAILED, null, "401 invalid x-api-key")
                : Outcomes.worked(run);
        world.start().accounts("alice");
        RunningProject project = awaits(world.run(vault().maxRetries(0).spec()), WaitReason.SEAT);

        assertThat(project.report().reason()).contains("401 invalid x-api-key", "slipway seat unblock");
        world.seatPool().steer(new SteerSeat(SeatId.of("scripted/default"), SteerSeat.Kind.UNBLOCK, "", "ann"));
        assertThat(project.result().attempts()).isEqualTo(1);
    }

    @Test
    void aSessionLimitFailsOverToTheNextSeatWithoutTheOtherAgentsSession() {
        world.script.agent = run -> {
            if (run.seat().seat().agent().value().equals("scripted")) {
                return Outcomes.agent(
                        run,
                        AgentOutcome.SESSION_LIMIT,
                        Instant.ofEpochMilli(world.env().currentTimeMillis()).plus(Duration.ofHours(5)),
                        "5-hour limit reached");
            }
            assertThat(run.agentSession()).isNull();
            return Outcomes.worked(run);
        };
        world.start().accounts("alice");
        FailoverRules failover = new FailoverRules(
                List.of(SeatChoice.of("scripted"), SeatChoice.of("codex/org")), FailoverRules.DEFAULT.on());
        world.seats(
                new PoolRules(BudgetRules.DEFAULT, Map.of(), QuotaRules.DEFAULT, failover),
                World.seat("scripted/default", 0),
                World.seat("codex/org", 0));
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.agent()).hasToString("codex");
        assertThat(report.agentRuns()).isEqualTo(2);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(Duration.between(report.startedAt(), report.endedAt())).isLessThan(Duration.ofHours(1));
    }

    @Test
    void anExhaustedBudgetParksTheNextRunUntilItIsRaised() {
        AtomicInteger builds = new AtomicInteger();
        world.script.build =
                request -> builds.incrementAndGet() == 1 ? Outcomes.red("Error: ParserError") : Outcomes.green();
        world.start().accounts("alice");
        world.seatPool().set(new SetBudget("usd/project/demo/token-vault", new BigDecimal("0.12"), false, "ann"));
        // A run is taken to cost ten cents, and costs four.
        world.seatPool().set(new SetBudget("usd/batch/demo", new BigDecimal("0.09"), false, "ann"));
        RunningProject project = awaits(world.run(vault().spec()), WaitReason.BUDGET);
        assertThat(project.report().reason()).contains("usd/batch/demo");
        assertThat(world.calls).isEmpty();
        world.seatPool().set(new SetBudget("usd/batch/demo", new BigDecimal("0.10"), false, "ann"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> builds.get() == 1);
        awaits(project, WaitReason.BUDGET);
        world.seatPool().set(new SetBudget("usd/batch/demo", null, false, "ann"));
        world.seatPool().set(new SetBudget("usd/project/demo/token-vault", null, true, "ann"));

        assertThat(project.result().state()).isEqualTo(RunState.COMPLETED);
        assertThat(project.report().attempts()).isEqualTo(2);
    }

    @Test
    void aRunThatTheBudgetCutShortGoesOnWithItsSessionAndUsesUpNoAttempt() {
        List<String> sessions = new CopyOnWriteArrayList<>();
        world.script.agent = run -> {
            sessions.add(String.valueOf(run.agentSession()));
            return sessions.size() == 1
                    ? Outcomes.agent(run, AgentOutcome.SPEND_LIMIT, null, "")
                    : Outcomes.worked(run);
        };
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(1)).isNotEqualTo("null");
    }

    @Test
    void oneThatIsCutShortAgainAndAgainIsVerifiedAsItIs() {
        world.script.agent = run -> Outcomes.agent(run, AgentOutcome.SPEND_LIMIT, null, "");
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.agentRuns()).isEqualTo(6);
        assertThat(report.attempts()).isEqualTo(1);
    }

    @Test
    void whatWasAllWrittenBeforeTheBudgetCutItShortIsWorkThoughNothingIsAdded() {
        AtomicInteger runs = new AtomicInteger();
        world.script.agent = run -> Outcomes.agent(
                run, runs.incrementAndGet() == 1 ? AgentOutcome.SPEND_LIMIT : AgentOutcome.NO_CHANGE, null, "");
        world.start().accounts("alice");
        ProjectReport report = world.run(vault().maxRetries(0).spec()).result();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(report.agentRuns()).isEqualTo(2);
    }
}
