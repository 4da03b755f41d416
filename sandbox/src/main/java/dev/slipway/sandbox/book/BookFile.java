package dev.slipway.sandbox.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that an entry writes.
 *
 * @param path relative to the working directory
 */
public record BookFile(String path, String content) {
    /** Writes it below a folder. */
    public void writeTo(Path folder) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
