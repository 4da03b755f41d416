package dev.slipway.activities.github;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** GitHub's time, as its answers' {@code Date} tells it: the local clock may be minutes off. */
final class ServerClock {
    private static final Duration NEGLIGIBLE = Duration.ofSeconds(20);

    private final InstantSource local;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    ServerClock(InstantSource local) {
        this.local = local;
    }

    Instant now() {
        return local.instant().plus(ahead.get());
    }

    /**
     * Learns from an answer.
     *
     * @return whether the time was known wrongly before
     */
    boolean heard(Map<String, List<String>> headers) {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if ("date".equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
                return learn(header.getValue().get(0));
            }
        }
        return false;
    }

    private boolean learn(String date) {
        try {
            Instant theirs = ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration found = Duration.between(local.instant(), theirs);
            Duration before = ahead.getAndSet(found);
            return found.minus(before).abs().compareTo(NEGLIGIBLE) > 0;
        } catch (DateTimeException broken) {
            return false;
        }
    }
}
