package dev.slipway.activities.git;

import dev.slipway.activities.scan.ScannedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** The marks between which a merged text holds both versions of a place; ours can be told from everybody else's. */
final class ConflictMarks {
    /** Begins the name of a side. */
    static final String SIDE = "slipway: ";

    static final String OURS = SIDE + "this change";
    private static final String BEGIN = "<<<<<<< " + SIDE;
    private static final String END = ">>>>>>> " + SIDE;
    private static final int AROUND = 4;
    private static final int MOST_LINES = 80;
    private static final long LONGEST_TEXT = 4 << 20;

    private ConflictMarks() {}

    static String theirs(String name) {
        return SIDE + name;
    }

    /** The marked places of a text with a few lines around them, as much as an agent wants to read. */
    static String excerpt(String text) {
        List<String> lines = text.lines().toList();
        Set<Integer> shown = new LinkedHashSet<>();
        boolean inside = false;
        for (int at = 0; at < lines.size(); at++) {
            boolean begins = lines.get(at).startsWith(BEGIN);
            boolean ends = lines.get(at).startsWith(END);
            inside = inside || begins;
            if (inside) {
                for (int near = begins ? at - AROUND : at; near <= (ends ? at + AROUND : at); near++) {
                    if (near >= 0 && near < lines.size()) {
                        shown.add(near);
                    }
                }
            }
            inside = inside && !ends;
        }
        StringJoiner excerpt = new StringJoiner("\n");
        int last = -1;
        int count = 0;
        for (int at : shown) {
            if (count++ == MOST_LINES) {
                return excerpt.add("[…]").toString();
            }
            if (at != last + 1) {
                excerpt.add("[… line " + (at + 1) + ":]");
            }
            excerpt.add(lines.get(at));
            last = at;
        }
        return excerpt.toString();
    }

    /** The files in which marks of ours are left. */
    static List<TreeConflict> left(List<ScannedFile> files) throws IOException {
        List<TreeConflict> found = new ArrayList<>();
        for (ScannedFile file : files) {
            if (file.size() > LONGEST_TEXT) {
                continue;
            }
            try (InputStream in = file.content().open()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains(SIDE)
                        && text.lines().anyMatch(line -> line.startsWith(BEGIN) || line.startsWith(END))) {
                    found.add(new TreeConflict(file.path(), "marks of a conflict are left in it", excerpt(text)));
                }
            }
        }
        return found;
    }
}
