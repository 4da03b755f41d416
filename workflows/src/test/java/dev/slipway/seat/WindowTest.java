package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.project;
import static dev.slipway.seat.SeatWorld.spent;
import static dev.slipway.seat.SeatWorld.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.WorkCategory;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final WindowRule A_THOUSAND = new WindowRule(1_000L, null, null, null);
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

    /** One run of ten thousand tokens is over, another one waits. */
    private Instant useTenThousand() {
        world.ask(project(1));
        world.ask(project(2));
        world.decide();
        assertThat(world.leases).containsOnlyKeys(project(1));
        world.settle(project(1), AgentOutcome.COMPLETED, null, spent("0", 10_000));
        world.pool.release(new SeatReleased(project(1), Long.MAX_VALUE), world.now);
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
