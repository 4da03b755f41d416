package dev.slipway.activities.workspace;

import dev.slipway.run.RunKey;
import dev.slipway.workspace.OpenWorkspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A run has its own workspace, and where branches are only looked at: one for its own branch, one for what is deployed. */
record WorkspaceKey(RunKey runKey, Use use) {

    /** What a workspace is for. */
    enum Use {
        DEPLOYMENT("-deploy"),
        RECHECK("-recheck"),
        WORK("");

        private final String suffix;

        Use(String suffix) {
            this.suffix = suffix;
        }
    }

    static WorkspaceKey of(OpenWorkspace request) {
        Use use = request.branch().equals(request.base()) ? Use.DEPLOYMENT : Use.RECHECK;
        return new WorkspaceKey(request.runKey(), request.readOnly() ? use : Use.WORK);
    }

    String folder() {
        return runKey + use.suffix;
    }

    /** Whose folder that is; empty for one that is none of ours. */
    static Optional<WorkspaceKey> of(Path folder) {
        String name = folder.getFileName().toString();
        Use use = Arrays.stream(Use.values())
                .filter(each -> name.endsWith(each.suffix))
                .findFirst()
                .orElseThrow();
        try {
            RunKey runKey = RunKey.of(name.substring(0, name.length() - use.suffix.length()));
            return Optional.of(new WorkspaceKey(runKey, use));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
