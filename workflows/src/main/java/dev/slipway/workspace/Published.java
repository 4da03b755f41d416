package dev.slipway.workspace;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.scan.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of {@link Publish}.
 *
 * @param commit head of the branch as pushed; empty when there were findings
 * @param changed whether the branch differs from its base
 * @param findings of the secret scan; when there is one, nothing was pushed
 * @param excerpt the findings as text for an agent; null without findings
 * @param files changed against the base
 */
public record Published(
        String commit,
        boolean changed,
        List<Finding> findings,
        @Nullable ArtifactRef excerpt,
        int files) {
    public Published {
        findings = List.copyOf(findings);
    }
}
