package dev.slipway.artifact;

/**
 * A reference to something in the artifact store; history carries this instead of the thing.
 *
 * @param uri where it lies, in the store's own scheme
 * @param size in bytes
 * @param sha256 lower-case hex of the content
 */
public record ArtifactRef(String uri, long size, String sha256) {}
