package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a program as its own PATH does, so that a missing one is said before anything starts. */
final class ProgramPath {
    static final String DEFAULT = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ProgramPath() {}

    static Path resolve(ProcessSpec spec) throws IOException {
        String program = spec.command().get(0);
        if (program.indexOf('/') >= 0) {
            Path path = spec.directory().resolve(program);
            if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
            throw new IOException("no program '" + program + "'");
        }
        String search = spec.environment().getOrDefault("PATH", DEFAULT);
        for (String folder : search.split(":", -1)) {
            Path path = Path.of(folder.isEmpty() ? "/nonexistent" : folder).resolve(program);
            if (Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
        }
        throw new IOException("no program '" + program + "' on the PATH " + search);
    }
}
