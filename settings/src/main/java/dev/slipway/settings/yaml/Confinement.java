package dev.slipway.settings.yaml;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps paths that a file of work names inside the folder of that file, whatever symbolic links say. */
final class Confinement {
    private Confinement() {}

    /**
     * Whether a file that exists lies in the folder, links followed.
     *
     * @throws IOException if there is no such file
     */
    static boolean holds(Path folder, Path file) throws IOException {
        return file.toRealPath().startsWith(folder.toRealPath());
    }
}
