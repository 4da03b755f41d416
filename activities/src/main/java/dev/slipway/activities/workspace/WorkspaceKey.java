package dev.slipway.activities.workspace;

import dev.slipway.run.RunKey;
import java.nio.file.Path;
import java.util.Optional;

/** A run has two workspaces at most: its own, and one in which its branch is only looked at. */
record WorkspaceKey(RunKey runKey, boolean readOnly) {
    private static final String LOOKED_AT = "-recheck";

    String folder() {
        return readOnly ? runKey + LOOKED_AT : runKey.toString();
    }

    /** Whose folder that is; empty for one that is none of ours. */
    static Optional<WorkspaceKey> of(Path folder) {
        String name = folder.getFileName().toString();
        boolean readOnly = name.endsWith(LOOKED_AT);
        try {
            RunKey runKey = RunKey.of(readOnly ? name.substring(0, name.length() - LOOKED_AT.length()) : name);
            return Optional.of(new WorkspaceKey(runKey, readOnly));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
