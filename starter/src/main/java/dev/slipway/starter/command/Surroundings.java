package dev.slipway.starter.command;

import dev.slipway.settings.path.SlipwayHome;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the world.
 *
 * @param directory that relative paths are relative to
 */
public record Surroundings(PrintStream out, PrintStream err, Map<String, String> environment, Path directory) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.out, System.err, System.getenv(), Path.of("").toAbsolutePath());
    }

    /** The user's state, cache and configuration. */
    public SlipwayHome home() {
        return SlipwayHome.from(environment);
    }
}
