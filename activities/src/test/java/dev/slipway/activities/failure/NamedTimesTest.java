package dev.slipway.activities.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever GitHub, or something on the way to it, names as a limit's end. */
class NamedTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    /** GitHub's clock is five minutes ahead of ours. */
    private static final String THEIRS = "Sat, 21 Nov 2026 10:05:00 GMT";

    private final NamedTimes times = new NamedTimes(() -> NOW);

    @Test
    void readsSecondsAndDatesByOurClock() {
        assertThat(times.retryAfter(" 120 ", THEIRS)).contains(NOW.plusSeconds(120));
        assertThat(times.retryAfter("Sat, 21 Nov 2026 10:06:30 GMT", THEIRS)).contains(NOW.plusSeconds(90));
        assertThat(times.reset(epoch("2026-11-21T10:35:00Z"), THEIRS)).contains(NOW.plusSeconds(1800));
        assertThat(times.reset(epoch("2026-11-21T10:35:00Z"), "a clock that is broken"))
                .contains(Instant.parse("2026-11-21T10:35:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-60", "soon", "", "Sat, 21 Nov 2026 10:04:00 GMT", "-9223372036854775808"})
    void aRetryAfterThatIsOverNamesNoTime(String header) {
        assertThat(times.retryAfter(header, THEIRS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"31536000", "9223372036854775807", "Sun, 21 Nov 2027 10:00:00 GMT"})
    void aRetryAfterAYearAheadIsCutToADay(String header) {
        assertThat(times.retryAfter(header, THEIRS)).contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void aResetThatIsOverOrFarAwayIsBoundedToo() {
        assertThat(times.reset(epoch("2026-11-21T10:04:59Z"), THEIRS)).isEmpty();
        assertThat(times.reset("1", THEIRS)).isEmpty();
        assertThat(times.reset("never", THEIRS)).isEmpty();
        assertThat(times.reset(null, THEIRS)).isEmpty();
        assertThat(times.reset("9223372036854775807", THEIRS)).isEmpty();
        assertThat(times.reset(epoch("2027-11-21T10:00:00Z"), THEIRS)).contains(NOW.plus(Duration.ofDays(1)));
    }

    private static String epoch(String time) {
        return Long.toString(Instant.parse(time).getEpochSecond());
    }
}
