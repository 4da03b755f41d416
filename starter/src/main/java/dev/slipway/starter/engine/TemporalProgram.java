package dev.slipway.starter.engine;

import dev.slipway.settings.path.SlipwayHome;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code temporal} program on this machine.
 *
 * @param how which one it is, for people
 */
public record TemporalProgram(Path path, String how) {
    /** The CLI version that {@code slipway engine install} puts into the cache: the newest that {@code go install} takes. */
    public static final String VERSION = "1.5.1";

    private static final String NAME = "temporal";

    /** The one on the PATH, else the copy in the user's cache. */
    public static Optional<TemporalProgram> find(SlipwayHome home, Map<String, String> environment) {
        Optional<Path> onPath = onPath(environment, NAME);
        if (onPath.isPresent()) {
            return Optional.of(new TemporalProgram(onPath.get(), "temporal on the PATH (" + onPath.get() + ")"));
        }
        Path copy = copy(home);
        return Files.isExecutable(copy)
                ? Optional.of(new TemporalProgram(copy, "the copy in the cache (" + copy + ")"))
                : Optional.empty();
    }

    /** Where the copy in the user's cache is, or would be. */
    static Path copy(SlipwayHome home) {
        return home.tools().resolve("temporal-" + VERSION).resolve(NAME);
    }

    /** A program on the PATH. */
    static Optional<Path> onPath(Map<String, String> environment, String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }
}
