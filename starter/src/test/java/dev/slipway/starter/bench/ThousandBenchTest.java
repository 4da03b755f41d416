package dev.slipway.starter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.starter.output.Style;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThousandBenchTest {
    private static final Effort FEW = new Effort(10, 1000, 80, cpu(4000, 3000, 1000));

    @Test
    void dividesByTheNumberOfProjects() {
        assertThat(FEW.each())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "events", 100.0,
                        "requests", 8.0,
                        "workerMs", 400.0,
                        "serverMs", 300.0,
                        "sandboxMs", 100.0,
                        "cpuMs", 800.0));
    }

    @Test
    void meansOverSeveralRunsOfTen() {
        Effort both = Effort.NONE.plus(FEW).plus(new Effort(10, 1200, 80, cpu(6000, 3000, 1000)));

        assertThat(both.each()).containsEntry("events", 110.0).containsEntry("workerMs", 500.0);
    }

    @Test
    void isMetWhereNothingIsMoreThanATenthMore() {
        Benchmark.Figure figure =
                ThousandBench.figure(FEW, new Effort(1000, 110_000, 8000, cpu(460_000, 300_000, 100_000)));

        assertThat(figure.met()).isTrue();
        assertThat(figure.value()).isEqualTo(1.1);
        assertThat(figure.said()).isEqualTo("events +10.0 %, GitHub requests +0.0 %, CPU in all +7.5 % a project");
    }

    @Test
    void isMissedWhereOneFigureIsMore() {
        assertThat(ThousandBench.figure(FEW, new Effort(1000, 111_000, 8000, cpu(1, 1, 1)))
                        .met())
                .isFalse();
        assertThat(ThousandBench.figure(FEW, new Effort(1000, 100_000, 9000, cpu(1, 1, 1)))
                        .met())
                .isFalse();
        assertThat(ThousandBench.figure(FEW, new Effort(1000, 100_000, 8000, cpu(400_000, 400_000, 100_000)))
                        .met())
                .isFalse();
    }

    @Test
    void onePartOfTheCpuTimeMayBeMoreWhereTheSumIsNot() {
        assertThat(ThousandBench.figure(FEW, new Effort(1000, 100_000, 8000, cpu(300_000, 300_000, 200_000)))
                        .met())
                .isTrue();
    }

    @Test
    void showsBothColumnsAndTheRatio() {
        assertThat(ThousandBench.table(
                        FEW,
                        new Effort(1000, 105_000, 8000, cpu(400_000, 300_000, 100_000)),
                        Style.of(false, Map.of())))
                .contains("A PROJECT        OF 10  OF 1000  RATIO", "events           100.0  105.0    1.050");
    }

    @Test
    void differencesArePartByPart() {
        assertThat(cpu(5, 4, 3).minus(cpu(1, 2, 3))).isEqualTo(cpu(4, 2, 0));
        assertThat(cpu(5, 4, 3).sum()).isEqualTo(Duration.ofMillis(12));
    }

    private static CpuTimes cpu(long worker, long server, long sandbox) {
        return new CpuTimes(Duration.ofMillis(worker), Duration.ofMillis(server), Duration.ofMillis(sandbox));
    }
}
