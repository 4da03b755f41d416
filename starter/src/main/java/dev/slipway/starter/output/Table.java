package dev.slipway.starter.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Columns of text. Escape sequences in cells take no room. */
public final class Table {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m|\u001b\\]8;;[^\u001b]*\u001b\\\\");
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** With a line of titles. */
    public Table(Style style, String... titles) {
        rows.add(List.of(titles).stream().map(style::dim).toList());
    }

    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Its lines, without blanks at their ends. */
    public List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** How many columns of a terminal a text takes. */
    public static int width(String text) {
        return ESCAPES.matcher(text)
                .replaceAll("")
                .codePointCount(0, ESCAPES.matcher(text).replaceAll("").length());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
