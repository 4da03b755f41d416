package dev.slipway.starter.report;

import dev.slipway.starter.output.Elapsed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures for people. */
final class Amounts {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Amounts() {}

    /** In dollars, to the cent; less than a cent as it is, so that small sums do not look like none. */
    static String usd(BigDecimal amount) {
        BigDecimal exact = amount.stripTrailingZeros();
        boolean small = amount.signum() != 0 && amount.abs().compareTo(new BigDecimal("0.01")) < 0;
        return "$"
                + (small
                        ? exact.toPlainString()
                        : amount.setScale(2, RoundingMode.HALF_UP).toPlainString());
    }

    /** Tokens: {@code 950}, {@code 12.3k}, {@code 4.56M}. */
    static String tokens(long tokens) {
        if (tokens < 1_000) {
            return Long.toString(tokens);
        }
        return tokens < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", tokens / 1e3)
                : String.format(Locale.ROOT, "%.2fM", tokens / 1e6);
    }

    static String percent(@Nullable BigDecimal value) {
        return value == null ? "-" : value.toPlainString() + " %";
    }

    static String time(@Nullable Duration value) {
        return value == null ? "-" : Elapsed.of(value);
    }

    static String at(Instant instant, ZoneId zone) {
        return MINUTES.format(instant.atZone(zone));
    }
}
