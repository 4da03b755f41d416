package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.WorkCategory;
import dev.slipway.agent.WorkKind;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final WindowRule A_THOUSAND = new WindowRule(1_000L, null, null, null);
    private static final WorkKind FIX = SeatWorld.WORK.next();
    private static final WorkKind TESTS = new WorkKind(SeatWorld.WORK.toolchain(), AgentTask.TESTS);
    private static final String MINUTE = "window/development/minute";

    private final SeatWorld world = new SeatWorld();

    @Test
    void aRunLargerThanItsWindowIsPaidOffByAWait() {
        announce(Map.of(WorkCategory.DEVELOPMENT, A_THOUSAND));
        Instant settled = useTenThousand();
        while (!world.leases.containsKey(project(2))) {
            assertThat(world.next()).isPresent();
        }
        assertThat(Duration.between(settled, world.now)).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(601));
    }

    @Test
    void aWindowThatIsTakenAwayWakesWhatWaitedForIt() {
        announce(Map.of(WorkCategory.DEVELOPMENT, A_THOUSAND));
        useTenThousand();
        assertThat(world.waits.get(project(2)).waitsFor()).isEqualTo(WaitReason.QUOTA);

        PoolSteered answer = set(new WindowRule(null, null, null, null));

        world.decide();
        assertThat(world.leases).containsKey(project(2));
        assertThat(answer.text())
                .isEqualTo("is now tokens a minute none, an hour none, a day none; requests a minute none");
    }

    @Test
    void aWiderWindowEndsTheWaitSooner() {
        announce(Map.of(WorkCategory.DEVELOPMENT, A_THOUSAND));
        Instant settled = useTenThousand();

        set(new WindowRule(10_000L, null, null, null));
        world.decide();
        while (!world.leases.containsKey(project(2))) {
            assertThat(world.next()).isPresent();
        }
        assertThat(Duration.between(settled, world.now)).isLessThanOrEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void whatDrainedAwayBeforeAChangeStaysDrained() {
        announce(Map.of(WorkCategory.DEVELOPMENT, A_THOUSAND));
        useTenThousand();
        world.now = world.now.plus(Duration.ofMinutes(9));

        set(new WindowRule(10L, null, null, null));

        assertThat(world.meter(MINUTE).used()).isEqualByComparingTo("1000");
        assertThat(world.meter(MINUTE).cap()).isEqualByComparingTo("10");
    }

    @Test
    void oneThatWasSetHoldsOverWhatConfigurationSaysAndUntilThatHoldsAgain() {
        announce(WindowRule.conservative());
        set(new WindowRule(5_000L, null, null, 9L));
        world.continueAsNew();
        announce(WindowRule.conservative());
        assertThat(world.meter(MINUTE).cap()).isEqualByComparingTo(new BigDecimal(5_000));
        assertThat(world.meter(MINUTE).setBy()).isEqualTo("ann");

        PoolSteered answer = set(null);

        assertThat(world.meter(MINUTE).cap()).isEqualByComparingTo(new BigDecimal(1_000));
        assertThat(world.meter(MINUTE).setBy()).isNull();
        assertThat(answer.text())
                .isEqualTo("is as configured: tokens a minute 1000, an hour 15000, a day 100000; requests a minute 5");
    }

    @Test
    void requestsAMinuteCountRunsThatStartAndNotThoseThatGoOn() {
        announce(Map.of(WorkCategory.DEVELOPMENT, new WindowRule(null, null, null, 5L)));
        for (int i = 0; i < 12; i++) {
            world.ask(project(i));
        }
        world.decide();
        assertThat(world.leases).hasSize(5);
        world.after(Duration.ofMinutes(1));
        assertThat(world.leases).as("the first five still run").hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(world.begin(project(i), SeatWorld.WORK)).isTrue();
            world.settle(project(i), AgentOutcome.COMPLETED, null, spent("0", 10));
        }
        assertThat(world.meter("window/development/runs a minute").used()).isEqualByComparingTo("5");
        world.after(Duration.ofSeconds(12));
        assertThat(world.leases).as("ten that build take up no request").hasSize(11);
    }

    @Test
    void aRunThatFollowsABuildCountsWhenItStarts() {
        announce(Map.of(WorkCategory.DEVELOPMENT, new WindowRule(null, null, null, 2L)));
        for (int i = 0; i < 2; i++) {
            world.ask(project(i));
        }
        world.decide();
        for (int i = 0; i < 2; i++) {
            assertThat(world.begin(project(i), SeatWorld.WORK)).isTrue();
            world.settle(project(i), AgentOutcome.COMPLETED, null, spent("0", 10));
        }
        assertThat(world.begin(project(0), FIX)).as("two have started").isFalse();
        world.after(Duration.ofSeconds(30));
        assertThat(world.begin(project(0), FIX)).isTrue();
        assertThat(world.begin(project(1), FIX)).isFalse();
    }

    @Test
    void tokensAreSetAsideWhileARunIsUnderWayAndNotWhileSomethingIsBuilt() {
        announce(Map.of(WorkCategory.DEVELOPMENT, new WindowRule(null, null, 15_000L, null)));
        world.ask(project(1));
        world.ask(project(2));
        world.decide();
        assertThat(world.leases).containsOnlyKeys(project(1));
        assertThat(world.begin(project(1), SeatWorld.WORK)).isTrue();
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0", 4_000));

        assertThat(world.leases).as("the other needs not wait for the build").containsKeys(project(1), project(2));
        assertThat(world.begin(project(2), SeatWorld.WORK)).isTrue();
        assertThat(world.begin(project(1), FIX))
                .as("two at a time would be too much")
                .isFalse();
        world.settle(project(2), AgentOutcome.COMPLETED, null, spent("0", 100));
        assertThat(world.begin(project(1), FIX)).isTrue();
        assertThat(world.meter("window/development/day").reserved()).isPositive();
    }

    @Test
    void aRunCountsInTheWindowsOfWhatItIs() {
        announce(Map.of(
                WorkCategory.DEVELOPMENT, new WindowRule(null, 20_000L, null, 5L),
                WorkCategory.TESTING, new WindowRule(null, 20_000L, null, 5L)));
        world.ask(project(1));
        world.decide();
        assertThat(world.begin(project(1), SeatWorld.WORK)).isTrue();
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0", 100));

        assertThat(world.begin(project(1), TESTS)).isTrue();

        assertThat(world.meter("window/testing/hour").reserved()).isPositive();
        assertThat(world.meter("window/testing/runs a minute").used()).isEqualByComparingTo("1");
        assertThat(world.meter("window/development/hour").reserved()).isZero();
        assertThat(world.meter("window/development/runs a minute").used()).isEqualByComparingTo("1");
        world.continueAsNew();
        world.settle(project(1), TESTS, AgentOutcome.COMPLETED, null, spent("0", 300));
        assertThat(world.meter("window/testing/hour").used()).isEqualByComparingTo("300");
        assertThat(world.meter("window/testing/hour").reserved()).isZero();
    }

    @Test
    void aFullWindowOfAnotherCategoryHoldsItsRunsBack() {
        announce(Map.of(WorkCategory.TESTING, new WindowRule(null, 20_000L, null, null)));
        world.ask(project(1));
        world.decide();
        assertThat(world.begin(project(1), TESTS)).isTrue();
        world.settle(project(1), TESTS, AgentOutcome.COMPLETED, null, spent("0", 25_000));
        assertThat(world.begin(project(1), TESTS)).isFalse();
        assertThat(world.begin(project(1), FIX)).isTrue();
    }

    @Test
    void everyRunThatIsLargerThanItsWindowsStartsWhenTheyAreEmpty() {
        announce(WindowRule.conservative());
        for (int i = 0; i < 3; i++) {
            world.ask(project(i));
            while (!world.leases.containsKey(project(i))) {
                world.decide();
                if (!world.leases.containsKey(project(i))) {
                    assertThat(world.next()).isPresent();
                }
            }
            assertThat(world.begin(project(i), SeatWorld.WORK)).isTrue();
            world.settle(project(i), AgentOutcome.COMPLETED, null, spent("0", 30_000));
            world.release(project(i));
        }
        // 30,000 tokens are two hours of the hour's window.
        assertThat(Duration.between(Instant.parse("2026-11-21T10:00:00Z"), world.now))
                .isBetween(Duration.ofHours(4), Duration.ofMinutes(241));
    }

    @ParameterizedTest
    @CsvSource({
        "DEVELOPMENT, 1000, 15000, 100000, 5",
        "TESTING, 500, 8000, 50000, 3",
        "DEPLOYMENT, 2000, 20000, 80000, 2",
        "ANALYSIS, 800, 12000, 60000, 4",
        "MAINTENANCE, 300, 5000, 30000, 2"
    })
    void thePresetBoundsEveryCategory(WorkCategory category, long minute, long hour, long day, long requests) {
        announce(WindowRule.conservative());
        String prefix = "window/" + category.name().toLowerCase(Locale.ROOT) + "/";
        assertThat(world.meter(prefix + "minute").cap()).isEqualByComparingTo(BigDecimal.valueOf(minute));
        assertThat(world.meter(prefix + "hour").cap()).isEqualByComparingTo(BigDecimal.valueOf(hour));
        assertThat(world.meter(prefix + "day").cap()).isEqualByComparingTo(BigDecimal.valueOf(day));
        assertThat(world.meter(prefix + "runs a minute").cap()).isEqualByComparingTo(BigDecimal.valueOf(requests));
    }

    @ParameterizedTest
    @CsvSource({"60, , , PT1M", ", 3600, , PT1H", ", , 86400, PT24H"})
    void eachWindowDrainsInItsTime(@Nullable Long minute, @Nullable Long hour, @Nullable Long day, Duration period) {
        for (WorkCategory category : WorkCategory.values()) {
            Caps caps = new Caps(
                    new PoolRules(
                            BudgetRules.DEFAULT,
                            Map.of(category, new WindowRule(minute, hour, day, null)),
                            QuotaRules.DEFAULT,
                            FailoverRules.DEFAULT),
                    List.of(),
                    List.of());
            Windows windows = new Windows(caps, Map.of(), world.now);
            Window window = windows.all().iterator().next();
            BigDecimal cap = window.state(world.now, null).cap();
            windows.use(category, spent("0", cap.longValue()), world.now);
            assertThat(window.hasRoom(BigDecimal.ONE, world.now)).isFalse();
            assertThat(window.roomAt(spent("0", cap.longValue()), world.now))
                    .isBetween(world.now.plus(period), world.now.plus(period).plusSeconds(1));
        }
    }

    @Test
    void itIsForeseenWhenAWindowIsFull() {
        announce(Map.of(WorkCategory.DEVELOPMENT, new WindowRule(null, 36_000L, null, null)));
        String hour = "window/development/hour";
        assertThat(world.meter(hour).forecast()).isNull();
        Instant start = world.now;
        for (int i = 0; i < 10; i++) {
            world.ask(project(i));
            world.decide();
            world.settle(project(i), AgentOutcome.COMPLETED, null, spent("0", 1_800));
            world.release(project(i));
            world.after(Duration.ofMinutes(1));
        }
        // 1,800 a minute come in and 600 drain away: 12,000 after ten minutes, 36,000 after thirty.
        assertThat(world.meter(hour).forecast()).isBetween(start.plusSeconds(29 * 60), start.plusSeconds(31 * 60));
        world.continueAsNew();
        assertThat(world.meter(hour).forecast()).isBetween(start.plusSeconds(29 * 60), start.plusSeconds(31 * 60));
    }

    /** One run of ten thousand tokens is over, another one waits. */
    private Instant useTenThousand() {
        world.ask(project(1));
        world.ask(project(2));
        world.decide();
        assertThat(world.leases).containsOnlyKeys(project(1));
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0", 10_000));
        world.pool.release(new SeatReleased(project(1), Long.MAX_VALUE, null), world.now);
        world.decide();
        return world.now;
    }

    private PoolSteered set(@Nullable WindowRule rule) {
        return new Steerage(world.pool).set(new SetWindow(WorkCategory.DEVELOPMENT, rule, "ann"), world.now);
    }

    private void announce(Map<WorkCategory, WindowRule> windows) {
        PoolRules usual = daily(null);
        world.announce(new PoolRules(usual.budget(), windows, usual.quota(), usual.failover()), subscription(CLAUDE));
    }
}
