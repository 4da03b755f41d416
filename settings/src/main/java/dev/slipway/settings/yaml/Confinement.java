package dev.slipway.settings.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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

    /** Why a file can't be read as one that lies in the folder, to follow its name in a message; empty where it can. */
    static Optional<String> problem(Path folder, Path file) {
        try {
            if (!holds(folder, file)) {
                return Optional.of("which leads out of the folder of this file. Copy it into the folder");
            }
        } catch (IOException e) {
            return Optional.of("but there is no such file beside this one");
        }
        return Files.isRegularFile(file) && Files.isReadable(file)
                ? Optional.empty()
                : Optional.of("which is no file that can be read");
    }
}
