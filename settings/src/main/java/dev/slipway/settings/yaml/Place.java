package dev.slipway.settings.yaml;

import java.nio.file.Path;

/**
 * Where something stands in a file; prints as {@code slipway.yaml:14}.
 *
 * @param line from 1; 0 where the whole file is meant
 */
public record Place(Path file, int line) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        return Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file.toString();
    }
}
