package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.WORK;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.metered;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.run.Priority;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reserve, then settle: what may be spent, and what is waited for. */
class BudgetTest {
    private final SeatWorld world = new SeatWorld();

    @Test
    void atTheCapWorkParksUntilMidnightAndARaiseWakesIt() {
        world.announce(daily("2"), metered(CLAUDE, 0));
        for (int i = 0; i < 4; i++) {
            world.ask(project(i));
        }
        world.decide();
        assertThat(world.leases).hasSize(2);
        SeatWaiting wait = world.waits.get(project(3));
        assertThat(wait.waitsFor()).isEqualTo(WaitReason.BUDGET);
        assertThat(wait.until()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(wait.reason()).contains("usd/day", "budget set");

        PoolSteered raised =
                new Steerage(world.pool).set(new SetBudget(Caps.USD_DAY, new BigDecimal("3"), false, "ann"), world.now);
        assertThat(raised.text()).contains("3", "2");
        world.decide();
        assertThat(world.leases).hasSize(3);
        assertThat(world.meter(Caps.USD_DAY).setBy()).isEqualTo("ann");

        for (int i = 0; i < 3; i++) {
            world.settle(project(i), AgentOutcome.COMPLETED, null, spent("1.00", 100));
            world.pool.release(new SeatReleased(project(i), Long.MAX_VALUE, null), world.now);
        }
        world.decide();
        assertThat(world.leases).doesNotContainKey(project(3));
        while (!world.leases.containsKey(project(3))) {
            assertThat(world.next()).isPresent();
        }
        assertThat(world.now).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
    }

    @Test
    void daysEndAtMidnightWhereverTheClocksChange() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Budget autumn = new Budget("usd/day", Unit.USD, Budget.Period.DAY, Instant.parse("2026-10-24T22:30:00Z"));
        autumn.keep(BigDecimal.ONE, berlin, Instant.parse("2026-10-24T22:30:00Z"));
        assertThat(autumn.roomAt(spent("1", 0), Instant.parse("2026-10-24T22:30:00Z")))
                .as("a day of 25 hours")
                .isEqualTo("2026-10-25T23:00:00Z");
        Budget spring = new Budget("usd/day", Unit.USD, Budget.Period.DAY, Instant.parse("2026-03-28T23:00:00Z"));
        spring.keep(BigDecimal.ONE, berlin, Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(spring.roomAt(spent("1", 0), Instant.parse("2026-03-28T23:00:00Z")))
                .as("a day of 23 hours")
                .isEqualTo("2026-03-29T22:00:00Z");
        Budget month = new Budget("usd/month", Unit.USD, Budget.Period.MONTH, Instant.parse("2026-10-31T22:59:00Z"));
        month.keep(BigDecimal.ONE, berlin, Instant.parse("2026-10-31T22:59:00Z"));
        assertThat(month.roomAt(spent("1", 0), Instant.parse("2026-10-31T22:59:00Z")))
                .isEqualTo("2026-10-31T23:00:00Z");
    }

    @Test
    void aSubscriptionsDollarsAreNotional() {
        world.announce(daily("1"), subscription(CLAUDE));
        for (int i = 0; i < 10; i++) {
            world.ask(project(i));
        }
        world.decide();
        assertThat(world.leases).hasSize(10);
        world.settle(project(0), AgentOutcome.COMPLETED, null, spent("99", 100));
        assertThat(world.meter(Caps.USD_DAY).used()).isZero();
        assertThat(world.pool
                        .mayRun(new RunQuestion(world.leases.get(project(1)), WORK, null), world.now)
                        .mostUsd())
                .isNull();
    }

    @Test
    void urgentWorkMayUseTheReserveAndNoOther() {
        world.announce(daily("0.50"), metered(CLAUDE, 0));
        world.ask(project("late"), Priority.HIGH);
        world.ask(project("now"), Priority.URGENT);
        world.decide();
        assertThat(world.leases).containsOnlyKeys(project("now"));
        world.settle(project("now"), AgentOutcome.COMPLETED, null, spent("1.00", 45_000));
        assertThat(world.meter(Caps.RESERVE).used()).isEqualByComparingTo("45000");
        world.ask(project("now"), Priority.URGENT);
        world.decide();
        assertThat(world.leases).as("the reserve is used up too").isEmpty();
    }

    @Test
    void aSettlementCountsOnceAndALostRunAsItsEstimate() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        SeatLease lease = world.leases.get(project(1));
        RunSettled run =
                new RunSettled(lease, "1-generate", 2, WORK, AgentOutcome.COMPLETED, null, spent("0.40", 10), 1, "");
        world.pool.settle(run, world.now);
        world.pool.settle(run, world.now);
        world.continueAsNew();
        world.pool.settle(run, world.now);
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("1.40");
    }

    @Test
    void aLeaseThatNobodySettlesCountsAsItsEstimate() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        world.after(Duration.ofHours(2));
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("1.00");
        assertThat(world.meter(Caps.USD_DAY).reserved()).isZero();
        assertThat(world.mayRun(project(1))).isFalse();
    }

    @Test
    void estimatesFollowWhatRunsOfTheirKindUsed() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        for (int i = 0; i < 20; i++) {
            world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0.10", 500));
        }
        assertThat(world.reservation(project(1)).estimate().costUsd())
                .as("of fixes nothing is known")
                .isEqualByComparingTo("1.00");
        world.ask(project(1));
        world.decide();
        assertThat(world.reservation(project(1)).estimate().costUsd())
                .isBetween(new BigDecimal("0.10"), new BigDecimal("0.12"));
    }

    @Test
    void aRunStartsNoMoreWhereOthersUsedWhatWasSetAsideForIt() {
        world.announce(daily("3.5"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.ask(project(2));
        world.ask(project(3));
        world.decide();
        // Taken to cost a dollar, and cost two.
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("2.00", 10));
        assertThat(world.mayRun(project(2))).isFalse();

        world.ask(project(2));
        world.decide();

        assertThat(world.waits.get(project(2)).waitsFor()).isEqualTo(WaitReason.BUDGET);
        assertThat(world.mayRun(project(3))).isTrue();
    }

    @Test
    void aRunThatWasCutShortTeachesNothing() {
        world.announce(daily("20"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        world.settle(project(1), AgentOutcome.SPEND_LIMIT, null, spent("0.01", 10));

        world.ask(project(1));
        world.decide();
        assertThat(world.reservation(project(1)).estimate().costUsd()).isEqualByComparingTo("1.00");
    }

    @Test
    void aRunThatWasCutShortTeachesThatItTakesMoreThanWasKnown() {
        world.announce(daily("200"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        world.settle(project(1), AgentOutcome.SPEND_LIMIT, null, spent("4.00", 10));

        world.ask(project(1));
        world.decide();
        assertThat(world.reservation(project(1)).estimate().costUsd()).isEqualByComparingTo("5.00");
    }

    @Test
    void whatWaitsIsServedByPriorityAndThenByAge() {
        world.announce(daily(null), metered(CLAUDE, 1));
        world.ask(project("holder"));
        world.decide();
        List<Priority> backwards = new ArrayList<>(List.of(Priority.values()));
        Collections.reverse(backwards);
        for (int round = 1; round <= 2; round++) {
            for (Priority priority : backwards) {
                world.ask(project(priority + "-" + round), priority);
            }
        }
        world.decide();
        List<String> served = new ArrayList<>();
        String holder = project("holder");
        for (int i = 0; i < 8; i++) {
            world.release(holder);
            holder = world.leases.keySet().iterator().next();
            served.add(holder.substring(project("").length()));
        }
        assertThat(served)
                .containsExactly("URGENT-1", "URGENT-2", "HIGH-1", "HIGH-2", "MEDIUM-1", "MEDIUM-2", "LOW-1", "LOW-2");
    }

    @Test
    void nothingStarvesBehindMoreImportantWork() {
        world.announce(daily(null), metered(CLAUDE, 1));
        world.ask(project("low"), Priority.LOW);
        world.ask(project("first"), Priority.HIGH);
        world.decide();
        assertThat(world.leases).containsOnlyKeys(project("first"));
        String holder = project("first");
        for (int i = 0; i < 20 && !world.leases.containsKey(project("low")); i++) {
            world.ask(project("high-" + i), Priority.HIGH);
            world.now = world.now.plus(Duration.ofMinutes(5));
            world.pool.release(new SeatReleased(holder, Long.MAX_VALUE, null), world.now);
            world.leases.clear();
            world.decide();
            holder = world.leases.keySet().iterator().next();
        }
        assertThat(world.leases).containsKey(project("low"));
        assertThat(world.now).isBefore(Instant.parse("2026-11-21T11:00:00Z"));
    }

    @Test
    void peopleAreToldOnceWhenAShareIsPassed() {
        world.announce(daily("10"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        List<String> alerts = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0.95", 10));
            world.pool.events().fresh().stream()
                    .filter(event -> event.kind().equals("ALERT"))
                    .forEach(event -> alerts.add(event.text()));
            seen.merge(i, 1, Integer::sum);
            if (!world.mayRun(project(1))) {
                break;
            }
        }
        assertThat(alerts).containsExactly("more than 75 % is used", "more than 90 % is used");
    }
}
