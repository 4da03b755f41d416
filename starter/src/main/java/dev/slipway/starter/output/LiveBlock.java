package dev.slipway.starter.output;

import java.io.PrintStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines at the end of a terminal that are drawn again and again; what is said meanwhile goes above them. */
public final class LiveBlock {
    private static final String UP_AND_CLEAR = "\u001b[%dA\r\u001b[J";
    private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m|\u001b\\]8;;[^\u001b]*\u001b\\\\");

    private final PrintStream out;
    private final TerminalSize size;
    private int drawn;

    public LiveBlock(PrintStream out, TerminalSize size) {
        this.out = out;
        this.size = size;
    }

    /** Replaces what was drawn. Longer lines are cut, so that each takes one line of the terminal. */
    public void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(UP_AND_CLEAR.formatted(drawn));
        }
        int shown = Math.min(lines.size(), Math.max(1, size.rows() - 1));
        for (String line : lines.subList(0, shown)) {
            text.append(cut(line, size.columns())).append('\n');
        }
        drawn = shown;
        out.print(text);
        out.flush();
    }

    /** How many lines there is room for. */
    public int room() {
        return Math.max(1, size.rows() - 1);
    }

    /** Takes the lines away. */
    public void clear() {
        if (drawn > 0) {
            out.print(UP_AND_CLEAR.formatted(drawn));
            out.flush();
            drawn = 0;
        }
    }

    /** The first columns of a text; escape sequences are kept whole and take no room. */
    static String cut(String line, int columns) {
        if (Table.width(line) <= columns) {
            return line;
        }
        StringBuilder cut = new StringBuilder();
        Matcher escape = ESCAPE.matcher(line);
        int room = columns - 1;
        int at = 0;
        while (at < line.length()) {
            if (escape.find(at) && escape.start() == at) {
                cut.append(escape.group());
                at = escape.end();
                continue;
            }
            if (room-- == 0) {
                cut.append('…');
            }
            if (room >= 0) {
                cut.appendCodePoint(line.codePointAt(at));
            }
            at += Character.charCount(line.codePointAt(at));
        }
        return cut.toString();
    }
}
