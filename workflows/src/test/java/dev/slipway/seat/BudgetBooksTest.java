package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.metered;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.works;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.run.Priority;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What budgets remember, what is told of them, and what counts when nobody says how a run ended. */
class BudgetBooksTest {
    private final SeatWorld world = new SeatWorld();

    @Test
    void aCapThatWasUsedStaysUsedHoweverManyOtherProjectsThereAre() {
        world.announce(works(null, "2", null, ZoneOffset.UTC), metered(CLAUDE, 0));
        run(project("first"), "1.90");
        set(Caps.USD_DAY, null);
        set(Caps.USD_MONTH, null);
        for (int i = 0; i < 700; i++) {
            world.now = world.now.plusSeconds(1);
            run(project(i), "0.01");
            if (i % 100 == 0) {
                world.continueAsNew();
            }
        }
        assertThat(world.meter("usd/project/night/first").used()).isEqualByComparingTo("1.90");
        assertThat(world.meter(Caps.USD_MONTH).used()).isEqualByComparingTo("8.90");
        assertThat(world.pool.state(world.now).meters())
                .as("what has no cap is forgotten")
                .noneMatch(meter -> meter.name().equals("tokens/project/night/first"))
                .filteredOn(meter -> meter.name().startsWith("tokens/project/"))
                .hasSize(498);
    }

    @Test
    void aRaisedCapIsToldOfAnewWhenItsMarksArePassed() {
        world.announce(daily("10"), metered(CLAUDE, 0));
        run(project(1), "9.50");
        assertThat(alerts()).containsExactly("more than 90 % is used");

        set(Caps.USD_DAY, new BigDecimal("20"));
        world.continueAsNew();
        run(project(2), "4.00");
        run(project(3), "2.00");
        run(project(4), "3.00");

        assertThat(alerts())
                .containsExactly("more than 90 % is used", "more than 75 % is used", "more than 90 % is used");
    }

    @Test
    void aCapThatIsSetToWhatIsUsedAlreadyTellsNothingNew() {
        world.announce(daily("100"), metered(CLAUDE, 0));
        run(project(1), "8.00");
        set(Caps.USD_DAY, new BigDecimal("10"));
        run(project(2), "0.10");
        assertThat(alerts()).isEmpty();
        run(project(3), "1.00");
        assertThat(alerts()).containsExactly("more than 90 % is used");
    }

    @Test
    void whatTheReserveCoversTakesNothingFromOthers() {
        world.announce(daily("2.50"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.ask(project(2));
        world.decide();
        world.ask(project("now"), Priority.URGENT);
        world.decide();
        assertThat(world.leases).containsKey(project("now"));
        assertThat(world.meter(Caps.USD_DAY).reserved()).isEqualByComparingTo("2.00");
        assertThat(world.mayRun(project(1))).isTrue();
        assertThat(world.mayRun(project("now"))).isTrue();

        world.settle(project("now"), AgentOutcome.COMPLETED, null, spent("3.00", 10_000));
        world.continueAsNew();

        assertThat(world.mayRun(project(1))).as("though the cap is exceeded").isTrue();
        assertThat(world.mayRun(project(2))).isTrue();
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("3.00");
        assertThat(world.meter(Caps.USD_DAY).left()).isEqualByComparingTo("0.50");
        assertThat(world.meter(Caps.RESERVE).used()).isEqualByComparingTo("10000");
    }

    @Test
    void runsThatWereLostWithTheirHostsCountWhenTheirProjectGivesUp() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        SeatLease lease = world.leases.get(project(1));
        world.release(project(1), 2);

        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("2.00");
        assertThat(world.meter(Caps.USD_DAY).reserved()).isZero();

        world.continueAsNew();
        late(lease, "2.40");
        assertThat(world.meter(Caps.USD_DAY).used())
                .as("its host was not lost after all")
                .isEqualByComparingTo("2.40");
    }

    @Test
    void aLeaseThatRanOutAndIsSettledLateCountsOnce() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        world.ask(project(1));
        world.decide();
        SeatLease lease = world.leases.get(project(1));
        world.after(Duration.ofHours(2));
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("1.00");

        late(lease, "1.30");
        assertThat(world.meter(Caps.USD_DAY).used()).isEqualByComparingTo("1.30");
    }

    @Test
    void tokensOfABatchAreCappedForSubscriptionsToo() {
        world.announce(works(null, null, 100_000L, ZoneOffset.UTC), SeatWorld.subscription(CLAUDE));
        for (int i = 0; i < 3; i++) {
            world.ask(project(i));
        }
        world.decide();
        // Nothing is known: a run could use 40,000, and one more may start on its estimate of 10,000.
        assertThat(world.leases).hasSize(3);
        world.settle(project(0), AgentOutcome.COMPLETED, null, spent("0", 95_000));
        world.ask(project(3));
        world.decide();

        assertThat(world.waits.get(project(3)).waitsFor()).isEqualTo(WaitReason.BUDGET);
        assertThat(world.waits.get(project(3)).reason()).contains("tokens/batch/night");
        assertThat(world.waits.get(project(3)).until())
                .as("only a person changes that")
                .isNull();
        set("tokens/batch/night", new BigDecimal("500000"));
        world.decide();
        assertThat(world.leases).containsKey(project(3));
    }

    @Test
    void aMonthEndsWhereItsZoneSaysAndWakesWhatWaits() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        world.now = Instant.parse("2026-03-28T12:00:00Z");
        world.announce(works(null, null, null, berlin), metered(CLAUDE, 0));
        set(Caps.USD_DAY, null);
        set(Caps.USD_MONTH, new BigDecimal("3"));
        run(project(1), "3.00");
        world.ask(project(2));
        world.decide();
        assertThat(world.waits.get(project(2)).until())
                .as("the clocks change on the 29th")
                .isEqualTo("2026-03-31T22:00:00Z");
        world.continueAsNew();
        world.decide();
        while (!world.leases.containsKey(project(2))) {
            assertThat(world.next()).isPresent();
        }
        assertThat(world.now).isEqualTo("2026-03-31T22:00:00Z");
        assertThat(world.meter(Caps.USD_MONTH).used()).isZero();
        assertThat(world.meter(Caps.USD_MONTH).resetsAt()).isEqualTo("2026-04-30T22:00:00Z");
    }

    @Test
    void aDayOfTwentyThreeHoursWakesWhatWaitsAtItsEnd() {
        world.now = Instant.parse("2026-03-28T23:30:00Z");
        world.announce(works(null, null, null, ZoneId.of("Europe/Berlin")), metered(CLAUDE, 0));
        set(Caps.USD_DAY, new BigDecimal("1"));
        run(project(1), "1.00");
        world.ask(project(2));
        world.decide();
        while (!world.leases.containsKey(project(2))) {
            assertThat(world.next()).isPresent();
        }
        assertThat(world.now).isEqualTo("2026-03-29T22:00:00Z");
    }

    @Test
    void whereNothingIsConfiguredADayHasFiftyDollarsAndAMonthAThousand() {
        world.announce(PoolRules.DEFAULT, metered(CLAUDE, 0));
        assertThat(world.meter(Caps.USD_DAY).cap()).isEqualByComparingTo("50");
        assertThat(world.meter(Caps.USD_MONTH).cap()).isEqualByComparingTo("1000");
        assertThat(world.meter(Caps.RESERVE).cap()).isEqualByComparingTo("50000");
    }

    /** One that crashes: what it used counts, and the estimates stay as they were. */
    private void run(String project, String usd) {
        world.ask(project);
        world.decide();
        world.settle(project, AgentOutcome.CRASHED, null, spent(usd, 100));
        world.release(project);
    }

    private void late(SeatLease lease, String usd) {
        world.pool.settle(
                new RunSettled(
                        lease, "1-generate", 1, SeatWorld.WORK, AgentOutcome.COMPLETED, null, spent(usd, 10), 0, ""),
                world.now);
    }

    private void set(String budget, BigDecimal cap) {
        new Steerage(world.pool).set(new SetBudget(budget, cap, false, "ann"), world.now);
    }

    private List<String> alerts() {
        return world.pool.events().fresh().stream()
                .filter(event -> event.kind().equals("ALERT") && event.subject().equals("budget/usd/day"))
                .map(event -> event.text())
                .toList();
    }
}
