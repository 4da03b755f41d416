package dev.slipway.activities.toolchain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keeps of a command's output what tells why it failed: its head, its end, and the lines between that speak of errors,
 * with what follows them. However long the output is, little is held.
 */
final class OutputExcerpt {
    static final int MAX_CHARACTERS = 8 * 1024;
    static final int MAX_HEADLINE = 200;
    private static final int MAX_LINE = 400;
    private static final int HEAD = 20;
    private static final int TAIL = 60;
    private static final int TELLING = 120;
    private static final int AFTER = 4;

    private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
    /** Any line may be long and say nothing: no alternative begins with something that can be as long as the line. */
    private static final Pattern TELLS = Pattern.compile(
            "(?i)\\b(errors?|fail(s|ed|ure|ures)?|exception|panicked|traceback|assert\\w*|expected|received|undefined|"
                    + "undeclared|unresolved|cannot|not ok|denied|missing)\\b|[✖×]|[\\w./-]\\.\\w++:\\[?\\d");

    private static final Pattern HEADLINE = Pattern.compile(
            "^\\s*(error(\\[\\w+])?:|Error\\b.*:|ERROR:|FAIL:|FAILED\\b|\\[FAIL|FAIL\\b|not ok \\d|[✖×] )"
                    + "|panicked at|(^|[\\s\\]])[\\w./-]+\\.\\w+:\\[?\\d+.*\\w{3}");

    /** Said by Maven after every failure, about Maven. */
    private static final Pattern NOISE = Pattern.compile(
            "^\\[ERROR] *$|^\\[ERROR] (To see the full stack trace|Re-run Maven|For more information about the errors"
                    + "|-> \\[Help|\\[Help \\d)");

    private final String treePrefix;
    private final Map<Integer, String> head = new TreeMap<>();
    private final Map<Integer, String> telling = new TreeMap<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private int lines;
    private int alsoNext;
    private String headline = "";
    private String lastLine = "";

    /**
     * @param tree the working tree's path: left out of the lines, so that places are relative to it
     */
    OutputExcerpt(String tree) {
        this.treePrefix = tree + "/";
    }

    synchronized void accept(String raw) {
        String line = ANSI.matcher(raw).replaceAll("").replace(treePrefix, "").stripTrailing();
        if (line.length() > MAX_LINE) {
            line = line.substring(0, MAX_LINE) + "…";
        }
        if (NOISE.matcher(line).find()) {
            return;
        }
        boolean tells = tells(line);
        alsoNext = tells ? AFTER : alsoNext - 1;
        if (head.size() < HEAD) {
            head.put(lines, line);
        } else if ((tells || alsoNext > 0) && telling.size() < TELLING) {
            telling.put(lines, line);
        }
        tail.addLast(line);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
        if (headline.isEmpty() && HEADLINE.matcher(line).find()) {
            headline = line.strip();
        }
        if (!line.isBlank()) {
            lastLine = line.strip();
        }
        lines++;
    }

    /** Whether a line speaks of an error, or names a place. */
    static boolean tells(CharSequence line) {
        return TELLS.matcher(line).find();
    }

    /** The first line that says what is wrong; the last one where none does. */
    synchronized String headline() {
        return shorten(headline.isEmpty() ? lastLine : headline);
    }

    static String shorten(String line) {
        return line.length() <= MAX_HEADLINE ? line : line.substring(0, MAX_HEADLINE - 1) + "…";
    }

    /** The lines kept, in their order, gaps marked. */
    synchronized String text() {
        Map<Integer, String> kept = new TreeMap<>();
        int room = MAX_CHARACTERS - 400;
        room = add(kept, head, room, room / 3);
        room = add(kept, telling, room, room / 2);
        List<String> end = new ArrayList<>(tail);
        for (int i = end.size() - 1; i >= 0; i--) {
            int number = lines - end.size() + i;
            if (!kept.containsKey(number)) {
                room -= end.get(i).length() + 1;
                if (room < 0) {
                    break;
                }
                kept.put(number, end.get(i));
            }
        }
        return render(kept);
    }

    private static int add(Map<Integer, String> kept, Map<Integer, String> lines, int room, int share) {
        int used = 0;
        for (Map.Entry<Integer, String> line : lines.entrySet()) {
            if (used + line.getValue().length() + 1 > share) {
                break;
            }
            kept.put(line.getKey(), line.getValue());
            used += line.getValue().length() + 1;
        }
        return room - used;
    }

    private String render(Map<Integer, String> kept) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (Map.Entry<Integer, String> line : kept.entrySet()) {
            gap(text, line.getKey() - next);
            text.append(line.getValue()).append('\n');
            next = line.getKey() + 1;
        }
        gap(text, lines - next);
        return text.toString();
    }

    private static void gap(StringBuilder text, int missing) {
        if (missing > 0 && text.length() < MAX_CHARACTERS - 40) {
            text.append("[… ")
                    .append(missing)
                    .append(missing == 1 ? " line" : " lines")
                    .append(" left out …]\n");
        }
    }
}
