package dev.slipway.activities.git;

import dev.slipway.scan.Finding;
import java.util.List;

/**
 * Outcome of publishing. Nothing was pushed where there are findings or conflicts, or where the branch moved.
 *
 * @param commit head of the branch as pushed; empty when nothing was
 * @param changed whether the tree differs from the base; when not, nothing was pushed
 * @param findings of the secret scan
 * @param conflicts files in which marks of a conflict are left
 * @param moved whether others pushed to the branch; {@link WorkspaceGit#catchUp} brings that in
 * @param files that differ from the base
 */
public record PublishOutcome(
        String commit,
        boolean changed,
        List<Finding> findings,
        List<TreeConflict> conflicts,
        boolean moved,
        int files) {
    public PublishOutcome {
        findings = List.copyOf(findings);
        conflicts = List.copyOf(conflicts);
    }

    static PublishOutcome pushed(String head, int files) {
        return new PublishOutcome(head, true, List.of(), List.of(), false, files);
    }

    static PublishOutcome unchanged(String base) {
        return new PublishOutcome(base, false, List.of(), List.of(), false, 0);
    }

    static PublishOutcome heldBack(List<Finding> findings, List<TreeConflict> conflicts, int files) {
        return new PublishOutcome("", true, findings, conflicts, false, files);
    }

    static PublishOutcome overtaken(int files) {
        return new PublishOutcome("", true, List.of(), List.of(), true, files);
    }
}
