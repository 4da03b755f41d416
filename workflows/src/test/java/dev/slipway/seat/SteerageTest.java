package dev.slipway.seat;

import static dev.slipway.seat.SeatWorld.CLAUDE;
import static dev.slipway.seat.SeatWorld.daily;
import static dev.slipway.seat.SeatWorld.metered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.WorkCategory;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask of the pool and does not make sense changes nothing. */
class SteerageTest {
    private final SeatWorld world = new SeatWorld();
    private Steerage steerage;

    @BeforeEach
    void pool() {
        world.announce(daily("30"), metered(CLAUDE, 0));
        steerage = new Steerage(world.pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+999999999", "1E-999999999", "-1", "1234567890123"})
    void anAmountThatCanNotBeReckonedWithIsRefused(String amount) {
        PoolSteered answer = steerage.set(new SetBudget(Caps.USD_DAY, new BigDecimal(amount), false, "ann"), world.now);
        assertThat(answer.known()).isFalse();
        assertThat(world.meter(Caps.USD_DAY).cap()).isEqualByComparingTo("30");
        world.continueAsNew();
    }

    @Test
    void noRunSpendsSuchAnAmount() {
        assertThatThrownBy(() -> new Spent(new BigDecimal("1E+999999999"), 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1E+999999999");
    }

    @Test
    void windowsThatContradictEachOtherAreRefused() {
        PoolSteered answer = steerage.set(
                new SetWindow(WorkCategory.TESTING, new WindowRule(900L, 800L, null, null), "ann"), world.now);
        assertThat(answer.known()).isFalse();
        assertThat(answer.text()).isEqualTo("can't be so: 900 tokens a minute are more than the 800 of an hour");
        assertThat(world.pool.caps().window(WorkCategory.TESTING)).isEmpty();
    }

    @Test
    void aBudgetThatIsNoneIsAnsweredWithThoseThatThereAre() {
        PoolSteered answer = steerage.set(new SetBudget("usd/week", BigDecimal.ONE, false, "ann"), world.now);
        assertThat(answer.known()).isFalse();
        assertThat(answer.text()).contains("usd/day", "tokens/project/BATCH/NAME", "usd/task/NAME");
    }
}
