package dev.slipway.verification;

import dev.slipway.artifact.ArtifactRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a verification. A red one is an outcome, not a failure of the activity.
 *
 * @param failedPhase null when passed
 * @param headline first telling line of the failing output (at most 200 characters); empty when passed
 * @param log the whole output
 * @param excerpt the failing output trimmed for an agent; null when passed
 */
public record Verification(
        boolean passed,
        @Nullable Phase failedPhase,
        List<CommandRun> runs,
        String headline,
        @Nullable ArtifactRef log,
        @Nullable ArtifactRef excerpt,
        Duration duration) {
    public Verification {
        runs = List.copyOf(runs);
    }
}
