package dev.slipway.workspace;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.scan.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of {@link CatchUp}.
 *
 * @param with what came in, for people; empty where there was nothing
 * @param conflicts paths that both sides changed in ways that do not go together; the tree holds both, between markers
 * @param findings of the secret scan of what was there before; when there is one, nothing came in
 * @param excerpt the conflicts or findings as text for an agent; null without
 */
public record CaughtUp(
        String with,
        List<String> conflicts,
        List<Finding> findings,
        @Nullable ArtifactRef excerpt) {
    public CaughtUp {
        conflicts = List.copyOf(conflicts);
        findings = List.copyOf(findings);
    }
}
