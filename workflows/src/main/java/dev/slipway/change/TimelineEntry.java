package dev.slipway.change;

import dev.slipway.artifact.ArtifactRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a run.
 *
 * @param what one line for people, without prompt text
 * @param ok null while it is under way or where it does not apply
 * @param artifact transcript or log; null for none
 */
public record TimelineEntry(
        Instant at,
        Step step,
        String what,
        @Nullable Boolean ok,
        @Nullable Duration took,
        @Nullable ArtifactRef artifact) {}
