package dev.slipway.activities.git;

import dev.slipway.scan.Finding;
import java.util.List;

/**
 * Outcome of catching up with the remote.
 *
 * @param with what came in, for people; empty where there was nothing
 * @param conflicts where both sides changed the same; the tree holds both, between markers
 * @param findings in what was there before; when there is one, nothing came in
 */
public record CatchUpOutcome(String with, List<TreeConflict> conflicts, List<Finding> findings) {
    public CatchUpOutcome {
        conflicts = List.copyOf(conflicts);
        findings = List.copyOf(findings);
    }
}
