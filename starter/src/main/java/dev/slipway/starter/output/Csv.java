package dev.slipway.starter.output;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of comma-separated values, as RFC 4180 has them. */
public final class Csv {
    private Csv() {}

    /**
     * One line without its end. A value with a comma, a quote or a line end is quoted; one that a spreadsheet would run as a
     * formula gets an apostrophe before it, since names come from other people.
     */
    public static String line(Object... values) {
        return Arrays.stream(values).map(Csv::value).collect(Collectors.joining(","));
    }

    private static String value(Object value) {
        String text = value == null ? "" : value.toString();
        if (!(value instanceof Number) && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
