package dev.slipway.sandbox.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The header {@code Retry-After}: a number of seconds, a date, or none at all.
 *
 * @param pause how long to wait; zero where there is no header
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110</a>
 */
record RetryAfter(Form form, Duration pause) {
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    enum Form {
        SECONDS,
        DATE,
        NONE
    }

    /** Reads {@code 5s}, {@code date}, {@code date:5s} or {@code none}; empty when it is none of these. */
    static Optional<RetryAfter> parse(String text) {
        if (text.equals("none")) {
            return Optional.of(new RetryAfter(Form.NONE, Duration.ZERO));
        }
        if (text.equals("date")) {
            return Optional.of(new RetryAfter(Form.DATE, USUAL));
        }
        boolean date = text.startsWith("date:");
        return Durations.parse(date ? text.substring("date:".length()) : text)
                .map(pause -> new RetryAfter(date ? Form.DATE : Form.SECONDS, pause));
    }

    static RetryAfter seconds(Duration pause) {
        return new RetryAfter(Form.SECONDS, pause);
    }

    /** The header's value; a part of a second counts as a whole one. */
    Optional<String> header(Instant now) {
        long seconds = pause.plusMillis(999).toSeconds();
        return switch (form) {
            case SECONDS -> Optional.of(String.valueOf(seconds));
            case DATE -> Optional.of(DATE.format(now.plusMillis(999).plusSeconds(seconds)));
            case NONE -> Optional.empty();
        };
    }

    String text() {
        return switch (form) {
            case SECONDS -> Durations.text(pause);
            case DATE -> "date:" + Durations.text(pause);
            case NONE -> "none";
        };
    }
}
