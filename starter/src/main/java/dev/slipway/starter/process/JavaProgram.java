package dev.slipway.starter.process;

import dev.slipway.starter.output.CommandFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of Slipway's own programs, run by the same Java as this one.
 *
 * @param jar the module's jar, its libraries beside it in {@code lib/}
 * @param options for the JVM
 */
public record JavaProgram(Path jar, List<String> options) {
    /** Small and quick to start: these processes wait more than they work. */
    private static final List<String> MODEST = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    public JavaProgram {
        options = List.copyOf(options);
    }

    /** The program of a module: {@code worker}, {@code sandbox}, {@code starter}. */
    public static JavaProgram ofModule(String module) {
        Path jar = root().resolve(module).resolve("target").resolve("slipway-" + module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw CommandFailure.failed(jar + " is missing. Build Slipway first: ./mvnw -q -DskipTests package");
        }
        return new JavaProgram(jar, MODEST);
    }

    /** The command line. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The folder that Slipway was built in: three levels above the starter's jar or class folder. */
    public static Path root() {
        try {
            Path code = Path.of(JavaProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.toAbsolutePath().getParent().getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is Slipway?", e);
        }
    }
}
