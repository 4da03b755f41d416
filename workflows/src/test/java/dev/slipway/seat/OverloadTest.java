package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.rules;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.pool.PoolEvent;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A provider that can't keep up stops all seats of its agent, and takes nothing away from what stopped them before. */
class OverloadTest {
    private static final String SPARE = "claude/spare";
    private static final QuotaRules BY_PERSON = new QuotaRules(Duration.ZERO, Duration.ofSeconds(10), false);

    private SeatWorld world = new SeatWorld();

    private void start(QuotaRules quota) {
        world.announce(rules(null, quota, FailoverRules.DEFAULT), subscription(CLAUDE), subscription(SPARE));
        world.ask(project("a"), CLAUDE);
        world.ask(project("b"), SPARE);
        world.decide();
        assertThat(world.leases).hasSize(2);
    }

    private void overloaded(String requester) {
        world.settle(requester, AgentOutcome.OVERLOADED, null, spent("0", 0));
    }

    private List<PoolEvent> parked(String seat) {
        return world.pool.events().recent().stream()
                .filter(event -> event.kind().equals("PARKED"))
                .filter(event -> event.subject().equals("seat/" + seat))
                .toList();
    }

    @Test
    void aSeatThatAPersonIsToResumeIsNotWokenByAnotherSeatsOverload() {
        start(BY_PERSON);
        world.settle(project("a"), AgentOutcome.SESSION_LIMIT, world.now.plusSeconds(600), spent("0", 0));
        overloaded(project("b"));

        SeatState seat = world.seat(CLAUDE);
        assertThat(seat.until()).isNull();
        assertThat(seat.because()).isEqualTo(Cause.SESSION_LIMIT);
        assertThat(world.seat(SPARE).because()).isEqualTo(Cause.OVERLOADED);
        world.ask(project("a"), CLAUDE);
        world.after(Duration.ofDays(2));
        assertThat(world.leases).doesNotContainKey(project("a"));
    }

    @Test
    void anOverloadDoesNotShortenASessionLimit() {
        start(QuotaRules.DEFAULT);
        Instant until = world.now.plus(Duration.ofHours(3));
        world.settle(project("a"), AgentOutcome.SESSION_LIMIT, until, spent("0", 0));
        overloaded(project("b"));

        assertThat(world.seat(CLAUDE).until()).isEqualTo(until.plus(Duration.ofMinutes(5)));
        assertThat(world.seat(CLAUDE).because()).isEqualTo(Cause.SESSION_LIMIT);
        assertThat(parked(CLAUDE)).hasSize(1);
    }

    @Test
    void aSessionLimitAfterAnOverloadHoldsAndIsTold() {
        start(BY_PERSON);
        overloaded(project("b"));
        world.settle(project("a"), AgentOutcome.SESSION_LIMIT, world.now.plusSeconds(600), spent("0", 0));

        assertThat(world.seat(CLAUDE).because()).isEqualTo(Cause.SESSION_LIMIT);
        assertThat(world.seat(CLAUDE).until()).isNull();
        assertThat(world.seat(SPARE).because()).isEqualTo(Cause.OVERLOADED);
        assertThat(parked(CLAUDE)).hasSize(2).last().satisfies(event -> {
            assertThat(event.text()).contains("SESSION_LIMIT", "until a person resumes it");
            assertThat(event.until()).isNull();
        });
    }

    @Test
    void aLongerLimitIsTakenWithItsEnd() {
        start(QuotaRules.DEFAULT);
        overloaded(project("b"));
        Instant until = world.now.plus(Duration.ofHours(3));
        world.settle(project("a"), AgentOutcome.SESSION_LIMIT, until, spent("0", 0));

        assertThat(parked(CLAUDE))
                .last()
                .satisfies(event -> assertThat(event.until())
                        .isEqualTo(until.plus(Duration.ofMinutes(5)))
                        .isEqualTo(world.seat(CLAUDE).until()));
    }

    @Test
    void runsThatWereUnderWayTogetherMeetOneOverload() {
        start(QuotaRules.DEFAULT);
        overloaded(project("a"));
        Instant until = world.seat(CLAUDE).until();
        world.now = world.now.plusSeconds(2);
        overloaded(project("b"));

        assertThat(world.seat(CLAUDE).until()).isEqualTo(until);
        assertThat(world.seat(SPARE).until()).isEqualTo(until);
        assertThat(parked(CLAUDE)).hasSize(1);
    }

    @Test
    void theSeatsOfAnAgentWakeTogetherAndNoTwoOverloadsWaitEquallyLong() {
        Set<Duration> waits = new HashSet<>();
        for (int luck = 0; luck < 20; luck++) {
            world = new SeatWorld(luck);
            start(QuotaRules.DEFAULT);
            overloaded(project("a"));
            assertThat(world.seat(SPARE).until()).isEqualTo(world.seat(CLAUDE).until());
            waits.add(Duration.between(world.now, world.seat(CLAUDE).until()));
        }
        assertThat(waits).hasSizeGreaterThan(15);
        assertThat(waits).allMatch(wait -> wait.toMillis() >= 15_000 && wait.toMillis() <= 18_750);
    }

    @Test
    void aCanaryThatIsOnlyAliveDoesNotProveThatAnOverloadIsOver() {
        start(QuotaRules.DEFAULT);
        overloaded(project("a"));
        world.ask(project("a"), CLAUDE);
        world.ask(project("c"), CLAUDE);
        world.wake(CLAUDE);
        CanaryBegun begun = new CanaryBegun(world.leases.get(project("a")), false);
        world.pool.canaryBegun(begun, world.now);
        world.after(Duration.ofMinutes(10));
        assertThat(world.seat(CLAUDE).phase()).isEqualTo(SeatPhase.PROBING);
        assertThat(world.leases).doesNotContainKey(project("c"));

        world.pool.canaryBegun(new CanaryBegun(begun.lease(), true), world.now);
        world.decide();

        assertThat(world.seat(CLAUDE).phase()).isEqualTo(SeatPhase.RAMPING);
        assertThat(world.leases).containsKey(project("c"));
        assertThat(world.pool.events().recent())
                .last()
                .satisfies(event -> assertThat(event.kind()).isEqualTo("RETURNED"));
    }

    @Test
    void aCanaryThatIsDoneProvesThatAnOverloadIsOver() {
        world.announce(daily(null), subscription(CLAUDE));
        world.ask(project("a"));
        world.decide();
        overloaded(project("a"));
        world.ask(project("a"));
        world.wake(CLAUDE);
        world.settle(project("a"), AgentOutcome.COMPLETED, null, spent("0.10", 100));

        assertThat(world.seat(CLAUDE).phase()).isEqualTo(SeatPhase.RAMPING);
    }
}
