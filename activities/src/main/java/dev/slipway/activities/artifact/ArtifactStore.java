package dev.slipway.activities.artifact;

import dev.slipway.artifact.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps logs, transcripts and excerpts; workflows carry references to them. */
public interface ArtifactStore {
    /** Stores a file's content under a key such as {@code <runKey>/3-verify/build.log}; storing again replaces it. */
    ArtifactRef put(String key, Path file) throws IOException;

    /** Stores a text. */
    ArtifactRef put(String key, String text) throws IOException;

    /** Reads a text back; fails where it is missing or its digest differs. */
    String text(ArtifactRef ref) throws IOException;

    /** Reads an artifact; the stream fails at its end where the digest differs. */
    InputStream open(ArtifactRef ref) throws IOException;

    /** What was stored last under a key. */
    Optional<ArtifactRef> find(String key) throws IOException;

    /** Whether it serves this host only. */
    boolean local();

    /** What tells this store from any other: hosts with the same find each other's artifacts in it. */
    String identity() throws IOException;
}
