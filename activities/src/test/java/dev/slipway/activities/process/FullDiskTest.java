package dev.slipway.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.failure.Failures;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose output can't be kept, since the disk that it goes to is full: {@code /dev/full} always is. */
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    @Test
    void isSaidAsWhatItIsAndEndsTheProgram() throws Exception {
        assumeTrue(Files.exists(FULL), "there is no /dev/full here");
        Path beat = folder.resolve("beat");
        RunningProcess running = new PlainLauncher()
                .start(
                        new ProcessSpec(
                                List.of("sh", "-c", "while :; do echo more | tee beat; sleep 0.05; done"),
                                folder,
                                folder,
                                Map.of("PATH", "/usr/bin:/bin"),
                                List.of(),
                                List.of(),
                                "",
                                FULL,
                                Duration.ofMinutes(1),
                                100_000),
                        line -> {});

        assertThatThrownBy(running::await)
                .as("neither an outcome nor an interruption, which would be tried again")
                .isInstanceOf(UncheckedIOException.class)
                .satisfies(thrown -> assertThat(Failures.hostIsFull(thrown)).isTrue());
        assertThat(running.alive()).isFalse();
        Files.deleteIfExists(beat);
        await().during(300, TimeUnit.MILLISECONDS).until(() -> !Files.exists(beat));
    }
}
