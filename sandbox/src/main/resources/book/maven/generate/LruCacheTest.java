package org.example.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class @@Pascal@@Test {
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final @@Pascal@@<String, Integer> cache = new @@Pascal@@<>(2, Duration.ofMinutes(10), () -> now);

    @Test
    void givesBackWhatWasPut() {
        cache.put("one", 1);
        assertEquals(Optional.of(1), cache.get("one"));
        assertEquals(Optional.empty(), cache.get("two"));
    }

    @Test
    void dropsTheEntryThatWasUsedLongestAgo() {
        cache.put("one", 1);
        cache.put("two", 2);
        cache.get("one");
        cache.put("three", 3);
        assertEquals(Optional.of(1), cache.get("one"));
        assertEquals(Optional.empty(), cache.get("two"));
        assertEquals(2, cache.size());
    }

    @Test
    void forgetsAnEntryWhenItsTimeIsOver() {
        cache.put("one", 1);
        now = now.plus(Duration.ofMinutes(10));
        assertEquals(Optional.empty(), cache.get("one"));
        assertEquals(0, cache.size());
    }

    @Test
    void dropsWhatHasExpiredBeforeWhatHasNot() {
        cache.put("old", 1);
        now = now.plus(Duration.ofMinutes(6));
        cache.put("young", 2);
        cache.get("old");
        now = now.plus(Duration.ofMinutes(5));
        cache.put("new", 3);
        assertEquals(Optional.of(2), cache.get("young"));
    }

    @Test
    void puttingAgainBeginsTheTimeAnew() {
        cache.put("one", 1);
        now = now.plus(Duration.ofMinutes(9));
        cache.put("one", 11);
        now = now.plus(Duration.ofMinutes(9));
        assertEquals(Optional.of(11), cache.get("one"));
    }

    @Test
    void refusesSizesThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new @@Pascal@@<>(0, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new @@Pascal@@<>(1, Duration.ZERO));
    }
}
