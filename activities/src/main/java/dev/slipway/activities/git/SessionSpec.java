package dev.slipway.activities.git;

import dev.slipway.run.RunKey;
import java.util.List;

/**
 * What a workspace session works on.
 *
 * @param session number of the session; a checkpoint with a greater one refuses it
 * @param fence the account lease's fencing number; a checkpoint with a greater one refuses it
 * @param branch the change's branch
 * @param base the branch that it starts from
 * @param title heads the README of the initial commit where the remote is empty
 * @param readOnly only look at {@code branch}
 * @param ignore patterns as in a {@code .gitignore}, of what builds leave behind
 */
public record SessionSpec(
        RunKey runKey,
        long session,
        long fence,
        String branch,
        String base,
        String title,
        boolean readOnly,
        List<String> ignore) {
    public SessionSpec {
        ignore = List.copyOf(ignore);
    }

    /** The ref on the remote that holds the run's work. */
    public String checkpointRef() {
        return "refs/slipway/" + runKey;
    }

    String branchRef() {
        return "refs/heads/" + branch;
    }

    String baseRef() {
        return "refs/heads/" + base;
    }

    /** All refs on the remote that matter to the session. */
    List<String> refs() {
        return List.of(branchRef(), baseRef(), checkpointRef());
    }
}
