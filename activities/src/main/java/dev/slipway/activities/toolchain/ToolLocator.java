package dev.slipway.activities.toolchain;

import dev.slipway.settings.toolchain.ToolRequirement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a machine's tools, of a version that serves. */
final class ToolLocator {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * What was found.
     *
     * @param tool empty when nothing that serves
     * @param problem what was found instead; empty when it was found
     */
    record Found(Optional<LocatedTool> tool, String problem) {}

    private final Map<String, String> environment;
    private final HostCommand commands;
    /** Tools that were found stay where they are; one that was missing may have come meanwhile. */
    private final Map<ToolRequirement, LocatedTool> known = new ConcurrentHashMap<>();

    ToolLocator(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.commands = new HostCommand(environment);
    }

    Found find(ToolRequirement requirement) throws InterruptedException {
        LocatedTool before = known.get(requirement);
        if (before != null) {
            return new Found(Optional.of(before), "");
        }
        String problem = requirement.tool() + " is not on the PATH";
        for (Path program : candidates(requirement)) {
            String unfit = unfit(requirement, program);
            if (unfit.isEmpty()) {
                LocatedTool tool = locate(requirement, program);
                known.put(requirement, tool);
                return new Found(Optional.of(tool), "");
            }
            problem = unfit;
        }
        return new Found(Optional.empty(), problem);
    }

    private List<Path> candidates(ToolRequirement requirement) {
        List<Path> found = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            if (folder.startsWith("/")) {
                add(found, Path.of(folder, requirement.tool()));
            }
        }
        for (String pattern : requirement.also()) {
            String path = pattern.replace("${HOME}", userHome().toString());
            if (path.startsWith("/")) {
                glob(Path.of("/"), Path.of(path), 0).forEach(program -> add(found, program));
            }
        }
        return found;
    }

    private static void add(List<Path> found, Path program) {
        if (Files.isExecutable(program) && !Files.isDirectory(program) && !found.contains(program)) {
            found.add(program);
        }
    }

    /** What the pattern's segments match, newest names first. */
    private static List<Path> glob(Path folder, Path pattern, int depth) {
        if (depth == pattern.getNameCount()) {
            return List.of(folder);
        }
        String segment = pattern.getName(depth).toString();
        if (segment.indexOf('*') < 0) {
            Path next = folder.resolve(segment);
            return Files.exists(next) ? glob(next, pattern, depth + 1) : List.of();
        }
        List<Path> matching = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, segment)) {
            entries.forEach(matching::add);
        } catch (IOException e) {
            return List.of();
        }
        matching.sort(Comparator.comparing(Path::toString).reversed());
        return matching.stream()
                .flatMap(next -> glob(next, pattern, depth + 1).stream())
                .toList();
    }

    private String unfit(ToolRequirement requirement, Path program) throws InterruptedException {
        if (requirement.minimum() == null) {
            return "";
        }
        HostCommand.Ended ended = ask(program, requirement.args());
        Optional<String> version = ended.exitCode() == 0 ? Versions.in(ended.output()) : Optional.empty();
        if (version.isEmpty()) {
            return program + " does not say its version: "
                    + ended.output().strip().lines().findFirst().orElse("no output");
        }
        return Versions.atLeast(version.get(), requirement.minimum())
                ? ""
                : requirement.tool() + " " + version.get() + " (" + program + ") is older than "
                        + requirement.minimum();
    }

    private LocatedTool locate(ToolRequirement requirement, Path program) throws InterruptedException {
        Path real = real(program);
        if (!requirement.locate().isEmpty()) {
            HostCommand.Ended ended = ask(program, requirement.locate());
            String answer = ended.output().strip().lines().reduce("", (first, last) -> last);
            if (ended.exitCode() == 0 && answer.startsWith("/") && Files.exists(Path.of(answer))) {
                Path place = real(Path.of(answer));
                if (Files.isDirectory(place)) {
                    Path bin = place.resolve("bin");
                    return new LocatedTool(Files.isDirectory(bin) ? bin : place, safeRoot(place, bin));
                }
                real = place;
            }
        }
        Path bin = real.getParent();
        // A link's own name may differ from the program's (python3 -> python3.11): then the link's folder is needed.
        Path onPath = real.getFileName().equals(program.getFileName()) ? bin : program.getParent();
        Path root = bin.getFileName() != null && bin.getFileName().toString().equals("bin") ? bin.getParent() : bin;
        return new LocatedTool(onPath, safeRoot(root, bin));
    }

    /** The folder, unless the user's home lies in it: then only its programs. */
    private Path safeRoot(Path root, Path bin) {
        return real(userHome()).startsWith(root) ? bin : root;
    }

    private Path userHome() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    }

    private HostCommand.Ended ask(Path program, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        return commands.run(command, Path.of("/"), ANSWER, line -> {});
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
