package dev.slipway.workspace;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.scan.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of {@link Publish}.
 *
 * @param commit head of the branch as pushed; empty when nothing was
 * @param changed whether the branch differs from its base
 * @param findings of the secret scan; when there is one, nothing was pushed
 * @param excerpt the findings or conflicts as text for an agent; null without
 * @param files changed against the base
 * @param moved whether others pushed to the branch meanwhile; then nothing was pushed, and {@link CatchUp} comes first
 * @param conflicts paths in which marks of a conflict are left; when there is one, nothing was pushed
 */
public record Published(
        String commit,
        boolean changed,
        List<Finding> findings,
        @Nullable ArtifactRef excerpt,
        int files,
        boolean moved,
        List<String> conflicts) {
    public Published {
        findings = List.copyOf(findings);
        conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
    }

    /** One that met nothing of others. */
    public Published(String commit, boolean changed, List<Finding> findings, @Nullable ArtifactRef excerpt, int files) {
        this(commit, changed, findings, excerpt, files, false, List.of());
    }
}
