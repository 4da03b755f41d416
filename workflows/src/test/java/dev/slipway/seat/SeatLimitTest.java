package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.metered;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.rules;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.run.SeatId;
import dev.slipway.run.WaitReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a provider's limits do to those who have, or want, the seat. */
class SeatLimitTest {
    private final SeatWorld world = new SeatWorld();

    private void start(int projects) {
        for (int i = 0; i < projects; i++) {
            world.ask(project(i));
        }
        world.decide();
    }

    private Instant limitOf(String requester) {
        Instant until = world.now.plus(Duration.ofHours(3));
        world.settle(requester, AgentOutcome.SESSION_LIMIT, until, spent("0.20", 900));
        return until;
    }

    @Test
    void aLimitStopsEverybodyAtOnceAndOneRunTriesAfterItsEnd() {
        world.announce(daily(null), subscription(CLAUDE));
        start(100);
        assertThat(world.leases).hasSize(100);
        Instant until = limitOf(project(0));

        for (int i = 0; i < 100; i++) {
            assertThat(world.mayRun(project(i))).as("project %s", i).isFalse();
            world.ask(project(i));
        }
        world.decide();
        assertThat(world.leases).isEmpty();
        assertThat(world.waits.values()).hasSize(100).allSatisfy(wait -> {
            assertThat(wait.waitsFor()).isEqualTo(WaitReason.QUOTA);
            assertThat(wait.until()).isEqualTo(until.plus(Duration.ofMinutes(5)));
        });

        assertThat(world.next()).contains(until.plus(Duration.ofMinutes(5)));
        assertThat(world.leases).as("the canary").hasSize(1);
        world.after(Duration.ofSeconds(20));
        assertThat(world.leases).hasSize(1);
        world.settle(world.leases.keySet().iterator().next(), AgentOutcome.COMPLETED, null, spent("1", 9_000));
        assertThat(world.leases).as("then a few").hasSize(3);
        world.after(Duration.ofSeconds(10));
        assertThat(world.leases).as("then twice as many").hasSize(5);
        for (int i = 0; i < 12; i++) {
            world.after(Duration.ofSeconds(10));
        }
        assertThat(world.leases).hasSize(100);
        assertThat(world.seat(CLAUDE).phase()).isEqualTo(SeatPhase.READY);
    }

    @Test
    void whoHoldsAHostTriesFirstSinceTheOthersMayWaitForThatHost() {
        world.announce(daily(null), subscription(CLAUDE));
        start(1);
        world.settle(
                project(0), AgentOutcome.SESSION_LIMIT, world.now.plus(Duration.ofSeconds(20)), spent("0.20", 900));
        Instant wakes = world.seat(CLAUDE).until();
        world.now = wakes.minus(Duration.ofSeconds(100));
        world.ask(project("without"));
        world.askFromItsHost(project("with"));
        world.decide();

        world.now = wakes;
        world.decide();

        assertThat(world.leases).containsKey(project("with")).doesNotContainKey(project("without"));
    }

    @Test
    void whoGaveItsHostBackWaitsInTurn() {
        world.announce(daily(null), subscription(CLAUDE));
        start(1);
        world.settle(project(0), AgentOutcome.SESSION_LIMIT, world.now.plus(Duration.ofHours(3)), spent("0.20", 900));
        world.ask(project("without"));
        world.askFromItsHost(project("with"));
        world.decide();

        world.next();

        assertThat(world.leases).containsKey(project("without")).doesNotContainKey(project("with"));
    }

    @Test
    void aCanaryThatFailsParksAgain() {
        world.announce(daily(null), subscription(CLAUDE));
        start(5);
        limitOf(project(0));
        start(5);
        world.next();
        String canary = world.leases.keySet().iterator().next();
        limitOf(canary);

        assertThat(world.seat(CLAUDE).phase()).isEqualTo(SeatPhase.PARKED);
        assertThat(world.mayRun(canary)).isFalse();
        world.leases.clear();
        world.after(Duration.ofHours(1));
        assertThat(world.leases).isEmpty();
    }

    @Test
    void aCanaryThatDoesNotBeginMakesRoomForAnother() {
        world.announce(daily(null), subscription(CLAUDE));
        start(3);
        limitOf(project(0));
        start(3);
        world.next();
        String first = world.leases.keySet().iterator().next();
        world.after(Duration.ofSeconds(91));

        assertThat(world.mayRun(first)).isFalse();
        assertThat(world.leases).hasSize(2);
    }

    @Test
    void aCanaryThatHasRunForAWhileIsEnough() {
        world.announce(daily(null), subscription(CLAUDE));
        start(10);
        limitOf(project(0));
        start(10);
        world.next();
        world.pool.canaryBegun(new CanaryBegun(world.leases.values().iterator().next(), false), world.now);
        world.after(Duration.ofSeconds(31));
        assertThat(world.leases).hasSize(3);
    }

    @Test
    void timesInThePastOrFarAwayAreBoundedAndSaidSo() {
        world.announce(daily(null), subscription(CLAUDE));
        start(1);
        world.settle(project(0), AgentOutcome.WEEKLY_LIMIT, world.now.plus(Duration.ofDays(365)), spent("0", 0));
        assertThat(world.seat(CLAUDE).until()).isBefore(world.now.plus(Duration.ofDays(9)));
        assertThat(world.pool.events().recent())
                .last()
                .satisfies(event -> assertThat(event.text()).contains("too far away"));

        int wakes = 0;
        Instant begin = world.now;
        world.ask(project(0));
        while (world.now.isBefore(begin.plus(Duration.ofDays(20)))) {
            world.next();
            wakes++;
            if (world.leases.containsKey(project(0))) {
                world.settle(project(0), AgentOutcome.SESSION_LIMIT, world.now.minusSeconds(5), spent("0", 0));
                world.ask(project(0));
                world.decide();
            }
        }
        assertThat(wakes)
                .as("tries in some 11 days of nothing but limits that are over")
                .isLessThan(120);
    }

    @Test
    void overloadGrowsAndIsSharedByTheSeatsOfTheAgent() {
        world.announce(daily(null), subscription(CLAUDE), subscription("claude/spare"), subscription("codex/org"));
        start(1);
        world.settle(project(0), AgentOutcome.OVERLOADED, null, spent("0", 0));
        Duration first = Duration.between(world.now, world.seat(CLAUDE).until());
        assertThat(world.seat("claude/spare").phase()).isEqualTo(SeatPhase.PARKED);
        assertThat(world.seat("codex/org").phase()).isEqualTo(SeatPhase.READY);
        world.ask(project(0), CLAUDE);
        world.now = world.seat(CLAUDE).until();
        world.decide();
        world.settle(project(0), AgentOutcome.OVERLOADED, null, spent("0", 0));
        assertThat(Duration.between(world.now, world.seat(CLAUDE).until())).isGreaterThan(first);
    }

    @Test
    void aRefusedSeatIsTriedAgainOnlyByAWorkerThatWasStartedSinceOrAPerson() {
        world.announce(daily(null), subscription(CLAUDE));
        start(2);
        world.settle(project(0), AgentOutcome.AUTH_FAILED, null, spent("0", 0));
        assertThat(world.mayRun(project(1))).isFalse();
        world.ask(project(0));
        world.decide();
        assertThat(world.waits.get(project(0)).waitsFor()).isEqualTo(WaitReason.SEAT);
        assertThat(world.waits.get(project(0)).reason()).contains("slipway seat unblock");
        assertThat(world.waits.get(project(0)).until()).isNull();

        world.continueAsNew();
        PoolSteered said = new Steerage(world.pool)
                .steer(new SteerSeat(SeatId.of(CLAUDE), SteerSeat.Kind.UNBLOCK, "", "ann"), world.now);
        assertThat(said.changed()).isTrue();
        world.decide();
        assertThat(world.leases).containsKey(project(0));
        world.settle(project(0), AgentOutcome.CREDIT_EXHAUSTED, null, spent("0", 0));
        world.ask(project(0));
        world.after(Duration.ofDays(1));
        assertThat(world.leases).doesNotContainKey(project(0));
        world.announce(daily(null), subscription(CLAUDE));
        world.decide();
        assertThat(world.leases).containsKey(project(0));
    }

    @Test
    void withoutAutoResumeAPersonResumes() {
        world.announce(
                rules(null, new QuotaRules(Duration.ZERO, Duration.ZERO, false), FailoverRules.DEFAULT),
                subscription(CLAUDE));
        start(3);
        limitOf(project(0));
        start(3);
        world.after(Duration.ofDays(3));
        assertThat(world.leases).isEmpty();
        assertThat(world.waits.get(project(1)).reason()).contains("slipway seat resume " + CLAUDE);
        new Steerage(world.pool).steer(new SteerSeat(SeatId.of(CLAUDE), SteerSeat.Kind.RESUME, "", "ann"), world.now);
        world.decide();
        assertThat(world.leases).hasSize(1);
    }

    @Test
    void workFailsOverToTheNextPlaceForTheLimitsThatAreNamed() {
        world.announce(
                rules(
                        null,
                        QuotaRules.DEFAULT,
                        new FailoverRules(
                                java.util.List.of(SeatChoice.of(CLAUDE), SeatChoice.of("codex")),
                                java.util.List.of(FailoverRules.Cause.SESSION_LIMIT))),
                subscription(CLAUDE),
                metered("codex/org", 0));
        start(2);
        assertThat(world.leases.values())
                .allMatch(lease -> lease.seat().toString().equals(CLAUDE));
        limitOf(project(0));
        start(2);
        assertThat(world.leases.values())
                .allMatch(lease -> lease.seat().toString().equals("codex/org"));
        world.announce(
                world.pool.caps().rules(), subscription(CLAUDE), metered("codex/org", 0), metered("codex/spare", 0));
        world.settle(project(0), AgentOutcome.RATE_LIMITED, null, spent("0", 0));
        world.ask(project(0), "codex/org", "codex/spare");
        world.ask(project(1), CLAUDE, "codex/spare");
        world.decide();
        assertThat(world.leases).as("a rate limit is waited for").doesNotContainKey(project(0));
        assertThat(world.leases.get(project(1)).seat()).hasToString("codex/spare");
    }

    @Test
    void aSeatHasItsMostProjectsAtATime() {
        world.announce(daily(null), metered(CLAUDE, 2));
        start(3);
        assertThat(world.leases).hasSize(2);
        assertThat(world.waits.get(project(2)).waitsFor()).isEqualTo(WaitReason.SEAT);
        world.pool.release(new SeatReleased(project(0), Long.MAX_VALUE, null), world.now);
        world.decide();
        assertThat(world.leases).containsKey(project(2));
    }
}
