package dev.slipway.starter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.pool.PoolEvent;
import dev.slipway.starter.crash.AgentStarts.Start;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoneyBenchTest {
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void countsTheStartsForWhichThePoolWasAskedWhileTheSeatWasParked() {
        List<SeatPark> parks = SeatPark.in(
                List.of(
                        event(0, "PARKED", 22),
                        event(22, "WOKEN", null),
                        event(25, "RETURNED", null),
                        event(40, "BUDGET_SET", null)),
                List.of(start(-1, 1), start(23, 24), start(26, 27)));

        assertThat(parks).hasSize(1);
        assertThat(parks.get(0).starts()).isEqualTo(1);
        assertThat(parks.get(0).wake()).isEqualTo(Duration.ofSeconds(2));
        assertThat(SessionLimitBench.figure(0, List.of(parks.get(0), parks.get(0), parks.get(0)))
                        .met())
                .isTrue();
        assertThat(SessionLimitBench.figure(1, List.of(parks.get(0), parks.get(0), parks.get(0)))
                        .met())
                .isFalse();
    }

    @Test
    void aCanaryThatMetTheLimitAgainParksAgain() {
        List<SeatPark> parks = SeatPark.in(
                List.of(event(0, "PARKED", 22), event(24, "PARKED", 46), event(50, "RETURNED", null)),
                List.of(start(23, 23), start(30, 30), start(47, 47)));

        assertThat(parks).extracting(SeatPark::starts).containsExactly(1L, 2L);
        assertThat(SessionLimitBench.figure(0, parks).met()).isFalse();
    }

    @Test
    void aLongerLimitThatIsMetWhileTheSeatIsParkedMakesOneTimeOfBoth() {
        List<SeatPark> parks = SeatPark.in(
                List.of(event(0, "PARKED", 22), event(5, "PARKED", 46), event(50, "RETURNED", null)),
                List.of(start(48, 48)));

        assertThat(parks).singleElement().satisfies(park -> {
            assertThat(park.starts()).isEqualTo(1);
            assertThat(park.wake()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    @Test
    void anOvershootOfMoreThanOneRunsExcessIsTooMuch() {
        assertThat(BudgetCapBench.figure(new BigDecimal("36.28"), 9, 41, 0).met())
                .isTrue();
        assertThat(BudgetCapBench.figure(new BigDecimal("36.29"), 9, 41, 0).met())
                .isFalse();
        assertThat(BudgetCapBench.figure(new BigDecimal("36"), 9, 41, 1).met()).isFalse();
    }

    @Test
    void aPauseIsJudgedByTheLastAgentAndByWhatItCost() {
        assertThat(PauseAllBench.figure(50, Duration.ofSeconds(10), 50, 0, 0).met())
                .isTrue();
        assertThat(PauseAllBench.figure(50, Duration.ofSeconds(11), 50, 0, 0).met())
                .isFalse();
        assertThat(PauseAllBench.figure(50, Duration.ofSeconds(5), 49, 0, 0).met())
                .isFalse();
        assertThat(PauseAllBench.figure(50, Duration.ofSeconds(5), 50, 0, 1).met())
                .isFalse();
    }

    @Test
    void bothPoolsMustBeFastEnough() {
        PoolBench.Speed fast = new PoolBench.Speed(31.5, 4_200, 3);
        assertThat(PoolBench.figure(fast, fast).met()).isTrue();
        assertThat(PoolBench.figure(fast, new PoolBench.Speed(19.9, 4_200, 3)).met())
                .isFalse();
        assertThat(PoolBench.figure(new PoolBench.Speed(31.5, 10_001, 1), fast).met())
                .isFalse();
    }

    private static PoolEvent event(int second, String kind, @Nullable Integer until) {
        return new PoolEvent(
                TEN.plusSeconds(second),
                kind,
                "seat/claude/sandbox",
                until == null ? null : TEN.plusSeconds(until),
                "",
                "");
    }

    private static Start start(int asked, int at) {
        return new Start(TEN.plusSeconds(asked), TEN.plusSeconds(at));
    }
}
