package dev.slipway.starter.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
    @TempDir
    private Path folder;

    @Test
    void aRunningProcessIsFoundAgainAndEnded() throws IOException {
        ProcessRecords records = new ProcessRecords(folder.resolve("run"));
        LogFile log = new LogFile(folder.resolve("logs/sleep.log"));
        Process process = BackgroundProcess.start(List.of("sleep", "300"), folder, Map.of(), log);
        records.write(BackgroundProcess.describe("sleeper", process.toHandle(), Map.of("address", "127.0.0.1:1")));

        ProcessRecord found = records.alive("sleeper").orElseThrow();
        assertThat(found.pid()).isEqualTo(process.pid());
        assertThat(found.detail("address")).isEqualTo("127.0.0.1:1");
        assertThat(records.allAlive()).hasSize(1);

        assertThat(BackgroundProcess.stop(found, Duration.ofSeconds(20))).isTrue();
        assertThat(records.alive("sleeper")).isEmpty();
        assertThat(Files.list(folder.resolve("run"))).isEmpty();
    }

    @Test
    void aProcessThatIgnoresTheRequestIsKilledWithItsChildren() throws Exception {
        LogFile log = new LogFile(folder.resolve("logs/stubborn.log"));
        Process process = BackgroundProcess.start(
                List.of("sh", "-c", "trap '' TERM; echo ready; while true; do sleep 1; done"), folder, Map.of(), log);
        org.awaitility.Awaitility.await().until(() -> log.tail(1).contains("ready"));
        ProcessRecord started = BackgroundProcess.describe("stubborn", process.toHandle(), Map.of());

        assertThat(BackgroundProcess.stop(started, Duration.ofMillis(200))).isFalse();

        assertThat(started.alive()).isFalse();
    }

    @Test
    void somebodyElsesProcessWithTheSameNumberIsNotOurs() {
        ProcessHandle self = ProcessHandle.current();
        ProcessRecord stranger = new ProcessRecord(
                "engine", self.pid(), self.info().startInstant().orElseThrow().minusSeconds(3600), Map.of());

        assertThat(stranger.alive()).isFalse();
        assertThat(BackgroundProcess.stop(stranger, Duration.ofSeconds(1))).isTrue();
        assertThat(self.isAlive()).isTrue();
    }

    @Test
    void aBrokenRecordCountsAsNone() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("engine.properties"), "pid=12x\n");

        assertThat(new ProcessRecords(run).alive("engine")).isEmpty();
        assertThat(new ProcessRecords(run).allAlive()).isEmpty();
    }

    @Test
    void aLogThatGrewTooLargeIsCutInPlace() throws IOException {
        Path path = folder.resolve("big.log");
        Files.write(path, new byte[(10 << 20) + 1]);

        new LogFile(path).rotate();

        assertThat(Files.size(path)).isZero();
        assertThat(Files.size(folder.resolve("big.log.1"))).isGreaterThan(10 << 20);
    }

    @Test
    void theEndOfALogIsReadForAnErrorMessage() throws IOException {
        Path path = folder.resolve("small.log");
        Files.writeString(path, "one\ntwo\nthree\n");

        assertThat(new LogFile(path).tail(2)).isEqualTo("two\nthree");
        assertThat(new LogFile(folder.resolve("none.log")).tail(2)).isEmpty();
    }

    @Test
    void theStartTimeBelongsToTheRecord() {
        ProcessRecord self = BackgroundProcess.describe("self", ProcessHandle.current(), Map.of());

        assertThat(self.alive()).isTrue();
        assertThat(self.startedAt()).isBefore(Instant.now().plusSeconds(1));
    }
}
