package dev.slipway.starter.command;

import dev.slipway.starter.output.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --since}: a length of time before now, a day, or an instant. */
final class SinceOption {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})([mhdw])");

    @Option(
            names = "--since",
            paramLabel = "7d|DATE",
            description =
                    "From when on: so long ago (90m, 12h, 7d, 4w), a day such as 2026-11-01, or a point in time such"
                            + " as 2026-11-01T08:00:00Z. Seven days if not given.")
    private @Nullable String since;

    /** @throws CommandFailure where it is none of these, or not before now */
    Instant from(Instant now, ZoneId zone) {
        return since == null ? now.minus(USUAL) : from(since.strip(), now, zone);
    }

    static Instant from(String text, Instant now, ZoneId zone) {
        Instant from = parsed(text, now, zone);
        if (!from.isBefore(now) || from.isBefore(now.minus(LONGEST))) {
            throw CommandFailure.wrongUsage(
                    "--since " + text + " is " + (from.isBefore(now) ? "too long ago." : "not in the past."));
        }
        return from;
    }

    private static Instant parsed(String text, Instant now, ZoneId zone) {
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            long count = Long.parseLong(length.group(1));
            return now.minus(
                    switch (length.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    });
        }
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw CommandFailure.wrongUsage(
                    "--since " + text + " is neither a length of time, such as 7d, nor a day, such as"
                            + " 2026-11-01, nor a point in time, such as 2026-11-01T08:00:00Z.");
        }
    }
}
