package dev.slipway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.WorkerSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostCapacityTest {
    private static final long GIB = 1L << 30;
    private static final WorkerSettings SETTINGS =
            new WorkerSettings(0, Duration.ofSeconds(5), Duration.ofMinutes(1), Isolation.AUTO, 2 * GIB, 0);

    @Test
    void takesTwoWorkspacesForEachCore() {
        assertThat(new HostCapacity(8, 64 * GIB, 500 * GIB).slots(SETTINGS)).isEqualTo(16);
    }

    @Test
    void takesNoMoreThanMemoryBears() {
        assertThat(new HostCapacity(8, 5 * GIB, 500 * GIB).slots(SETTINGS)).isEqualTo(5);
    }

    @Test
    void takesNoMoreThanTheDiskAboveItsReserveBears() {
        assertThat(new HostCapacity(8, 64 * GIB, 9 * GIB).slots(SETTINGS)).isEqualTo(3);
    }

    @Test
    void takesOneOnTheSmallestMachine() {
        assertThat(new HostCapacity(1, GIB / 2, GIB).slots(SETTINGS)).isEqualTo(1);
    }
}
