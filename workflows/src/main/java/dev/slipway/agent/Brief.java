package dev.slipway.agent;

import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.ToolchainName;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told about the work; prompt templates are filled from it on the host.
 *
 * @param type the kind of thing, such as a contract type; may be empty
 * @param constitution rules of the house; null for none
 */
public record Brief(
        String name,
        String description,
        String type,
        ToolchainName toolchain,
        @Nullable ArtifactRef constitution) {}
