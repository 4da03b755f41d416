package dev.slipway.starter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryBenchTest {
    private static final long MIB = 1 << 20;

    @Test
    void isMetUpToBothBars() {
        Benchmark.Figure figure = MemoryBench.figure(350 * MIB, 500 * MIB, 200, OptionalLong.of(203));

        assertThat(figure.met()).isTrue();
        assertThat(figure.value()).isEqualTo(500);
        assertThat(figure.said())
                .isEqualTo("350 MiB at rest, 500 MiB with 200 waiting projects, 203 workflows in its cache");
    }

    @Test
    void isMissedAboveEitherBar() {
        assertThat(MemoryBench.figure(350 * MIB + 1, 400 * MIB, 200, OptionalLong.empty())
                        .met())
                .isFalse();
        assertThat(MemoryBench.figure(300 * MIB, 500 * MIB + 1, 200, OptionalLong.empty())
                        .met())
                .isFalse();
    }

    @Test
    void isMissedWhereTheWorkerDoesNotHoldWhatWaits() {
        assertThat(MemoryBench.figure(300 * MIB, 400 * MIB, 200, OptionalLong.of(50))
                        .met())
                .isFalse();
    }

    @Test
    void readsWhatLinuxAndWhatPsSays() throws IOException {
        assertThat(ResidentMemory.ofStatus(List.of("Name:\tjava", "VmHWM:\t  400000 kB", "VmRSS:\t  322560 kB")))
                .isEqualTo(322_560);
        assertThat(ResidentMemory.ofPs(" 322560\n")).isEqualTo(322_560);
        assertThatThrownBy(() -> ResidentMemory.ofStatus(List.of("Name:\tjava")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResidentMemory.ofPs("")).isInstanceOf(IOException.class);
    }

    @Test
    void knowsItsOwnMemory() {
        assertThat(new ResidentMemory(ProcessHandle.current().pid()).bytes()).isGreaterThan(MIB);
    }

    @Test
    void waitsUntilItStandsStill() {
        Deque<Long> looks = new ArrayDeque<>(List.of(100 * MIB, 200 * MIB, 300 * MIB));
        long settled = ResidentMemory.settled(
                () -> looks.size() > 1 ? looks.remove() : looks.element(), Duration.ofMinutes(1), Duration.ZERO);

        assertThat(settled).isEqualTo(300 * MIB);
    }

    @Test
    void findsTheCacheAmongTheMetrics() {
        String text = """
                # TYPE temporal_sticky_cache_size gauge
                temporal_sticky_cache_size{namespace="slipway",worker_type="x"} 204.0
                temporal_sticky_cache_hit_total 7.0
                """;

        assertThat(new WorkerMetrics(text).cachedWorkflows()).hasValue(204);
        assertThat(new WorkerMetrics("").cachedWorkflows()).isEmpty();
    }
}
