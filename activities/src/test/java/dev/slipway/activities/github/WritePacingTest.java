package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WritePacingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final WritePacing pacing = new WritePacing(Duration.ofSeconds(1));

    @Test
    void keepsTheWritesOfAUserApart() {
        assertThat(pacing.reserve("a", Instant.EPOCH, NOW)).isEqualTo(NOW);
        assertThat(pacing.reserve("a", Instant.EPOCH, NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(pacing.reserve("a", NOW.plusMillis(500), NOW)).isEqualTo(NOW.plusSeconds(2));
        assertThat(pacing.reserve("b", Instant.EPOCH, NOW)).as("another user").isEqualTo(NOW);
    }

    @Test
    void waitsForASlot() {
        assertThat(pacing.reserve("a", NOW.plusSeconds(4), NOW)).isEqualTo(NOW.plusSeconds(4));
        assertThat(pacing.reserve("a", Instant.EPOCH, NOW.plusSeconds(5))).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void doesNotWaitForASlotOfAClockThatIsAhead() {
        assertThat(pacing.reserve("a", NOW.plusSeconds(3600), NOW)).isEqualTo(NOW.plusSeconds(10));
    }
}
