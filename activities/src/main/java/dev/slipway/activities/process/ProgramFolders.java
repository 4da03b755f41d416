package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a program that is installed outside the system's folders lies, so that a launcher can show it to strangers: its
 * own installation and no more.
 */
public final class ProgramFolders {
    private ProgramFolders() {}

    /**
     * Replaces the program by its absolute path, found by the worker's own PATH.
     *
     * @throws IOException when it is not there, with its name
     */
    public static List<String> located(List<String> command, Map<String, String> worker) throws IOException {
        List<String> located = new ArrayList<>(command);
        String program = command.get(0);
        if (program.indexOf('/') >= 0) {
            if (!Files.isExecutable(Path.of(program))) {
                throw new IOException("there is no program '" + program + "'");
            }
            located.set(0, Path.of(program).toAbsolutePath().toString());
            return located;
        }
        for (String folder : worker.getOrDefault("PATH", ProgramPath.DEFAULT).split(":", -1)) {
            Path path = Path.of(folder).resolve(program);
            if (path.isAbsolute() && Files.isExecutable(path) && !Files.isDirectory(path)) {
                located.set(0, path.toString());
                return located;
            }
        }
        throw new IOException("there is no program '" + program + "' on the PATH");
    }

    /** What a command needs to read: its program's installation, and the files and folders that its arguments name. */
    public static List<Path> needed(List<String> command) {
        Set<Path> needed = new LinkedHashSet<>();
        program(needed, Path.of(command.get(0)));
        for (String argument : command.subList(1, command.size())) {
            for (String part : argument.split(":", -1)) {
                if (part.startsWith("/") && Files.exists(Path.of(part))) {
                    file(needed, Path.of(part).normalize());
                }
            }
        }
        needed.removeIf(path -> SystemFolders.hold(path) || path.getNameCount() == 0);
        return List.copyOf(needed);
    }

    private static void program(Set<Path> needed, Path program) {
        if (!program.isAbsolute()) {
            return;
        }
        needed.add(program);
        try {
            needed.add(installation(program.toRealPath()));
        } catch (IOException e) {
            needed.add(program);
        }
    }

    /** The folder above {@code bin}, the outermost package of {@code node_modules}, else the program's own folder. */
    private static Path installation(Path real) {
        for (int i = 1; i < real.getNameCount(); i++) {
            if (real.getName(i).toString().equals("node_modules")) {
                return real.getRoot().resolve(real.subpath(0, i + 1));
            }
        }
        Path folder = real.getParent();
        boolean installed = folder.endsWith("bin") && folder.getNameCount() > 3 && !folder.endsWith(".local/bin");
        return installed ? folder.getParent() : folder;
    }

    private static void file(Set<Path> needed, Path path) {
        needed.add(path);
        if (path.toString().endsWith(".jar") && Files.isDirectory(path.resolveSibling("lib"))) {
            needed.add(path.resolveSibling("lib"));
        }
    }
}
