package dev.slipway.activities.git;

import dev.slipway.scan.Finding;
import java.util.List;

/**
 * Outcome of a checkpoint.
 *
 * @param commit that holds the tree; with findings it is on this host only
 * @param changed whether the tree differs from the last pushed checkpoint; also where that one is this very step's, whose
 *     host died before it could tell
 * @param findings of the secret scan; when there is one, nothing was pushed
 */
public record CheckpointOutcome(String commit, boolean changed, List<Finding> findings) {
    public CheckpointOutcome {
        findings = List.copyOf(findings);
    }
}
