package dev.slipway.activities.workspace;

import dev.slipway.activities.git.TreeConflict;
import java.util.List;

/** Tells an agent which places it is to put together. */
final class ConflictText {
    private static final int LONGEST = 24_000;

    private ConflictText() {}

    static String of(List<TreeConflict> conflicts) {
        StringBuilder text = new StringBuilder("""
                Other people pushed to the same repository while this change was made, and both changed the same places.
                What they pushed is in the working tree now. Put the two together in the files below:
                - where a file has lines that begin with <<<<<<<, ======= and >>>>>>>, it holds this change's version first
                  and theirs after; write what serves both purposes, and remove those three lines;
                - do not undo what the others did, and do not drop what this change is for;
                - what is built and tested must still pass.
                """);
        for (TreeConflict conflict : conflicts) {
            text.append("\n== ")
                    .append(conflict.path())
                    .append(": ")
                    .append(conflict.what())
                    .append('\n');
            if (text.length() + conflict.excerpt().length() > LONGEST) {
                text.append("[… look into the file]\n");
            } else if (!conflict.excerpt().isEmpty()) {
                text.append(conflict.excerpt()).append('\n');
            }
        }
        return text.toString();
    }

    static List<String> paths(List<TreeConflict> conflicts) {
        return conflicts.stream().map(TreeConflict::path).distinct().limit(50).toList();
    }
}
