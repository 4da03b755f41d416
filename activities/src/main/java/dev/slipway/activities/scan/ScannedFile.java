package dev.slipway.activities.scan;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file to look through.
 *
 * @param path in the repository
 * @param size in bytes
 */
public record ScannedFile(String path, long size, Content content) {
    /** Opens a file's content. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }
}
