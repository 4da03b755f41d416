package dev.slipway.activities.git;

import dev.slipway.scan.Finding;
import java.util.List;

/**
 * Outcome of publishing.
 *
 * @param commit head of the branch as pushed; empty when there were findings
 * @param changed whether the tree differs from the base; when not, nothing was pushed
 * @param findings of the secret scan; when there is one, nothing was pushed
 * @param files that differ from the base
 */
public record PublishOutcome(String commit, boolean changed, List<Finding> findings, int files) {
    public PublishOutcome {
        findings = List.copyOf(findings);
    }
}
