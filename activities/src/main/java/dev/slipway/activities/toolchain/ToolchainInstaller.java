package dev.slipway.activities.toolchain;

import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.PackageRegistry;
import dev.slipway.settings.toolchain.ToolPackage;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts a toolchain's packages, pinned to their versions, and its own programs into the user's cache. The folder appears
 * whole or not at all; two installers at once wait for each other.
 */
public final class ToolchainInstaller {
    /** File locks are for processes: two threads of one must not ask for the same. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final SlipwayHome home;
    private final Map<String, String> environment;
    private final ToolchainProbe probe;

    /**
     * @param environment of this process: npm runs with it, as the user
     */
    public ToolchainInstaller(SlipwayHome home, Map<String, String> environment) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.probe = new ToolchainProbe(home, environment);
    }

    /**
     * Installs what is missing; nothing when all is there.
     *
     * @throws IOException when a package can't be had, with the installing tool's last words; or when a tool of the
     *     machine's own is missing, with how to get it
     */
    public void install(ToolchainDefinition definition, Progress progress) throws IOException, InterruptedException {
        IN_THIS_PROCESS.lockInterruptibly();
        try {
            installAlone(definition, progress);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private void installAlone(ToolchainDefinition definition, Progress progress)
            throws IOException, InterruptedException {
        Path parent = Files.createDirectories(ToolchainFolder.parent(home));
        Path lockFile = parent.resolve("." + definition.name() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            ToolchainProbe.Look look = probe.look(definition);
            if (look.state() instanceof ToolchainState.Missing missing) {
                throw new IOException("toolchain " + definition.name() + " can't be installed: " + missing.tool() + ". "
                        + missing.how());
            }
            if (lock.isValid() && look.state() instanceof ToolchainState.Installable installable) {
                progress.begins(installable.what(), installable.bytes());
                Path fresh = Files.createTempDirectory(parent, "." + definition.name() + "-");
                try {
                    fill(fresh, definition, look, progress);
                    replace(ToolchainFolder.of(home, definition.name()).path(), fresh, parent);
                } finally {
                    Trees.delete(fresh);
                }
            }
        }
    }

    private void fill(Path fresh, ToolchainDefinition definition, ToolchainProbe.Look look, Progress progress)
            throws IOException, InterruptedException {
        // What stands in for a missing tool comes first: npm leaves out packages for which its own Node is too old.
        List<ToolPackage> standIns = new ArrayList<>();
        List<ToolPackage> others = new ArrayList<>();
        look.packages().forEach(group -> (group.provides() == null ? others : standIns).add(group));
        npm(fresh, npmOnly(standIns), definition, progress);
        npm(fresh, npmOnly(others), definition, progress);
        for (ToolPackage group : look.packages()) {
            if (group.registry() == PackageRegistry.MAVEN) {
                new MavenDistribution(environment).install(group, fresh);
            }
        }
        for (Map.Entry<String, String> file : definition.files().entrySet()) {
            Path target = fresh.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            if (file.getValue().startsWith("#!") && !target.toFile().setExecutable(true, false)) {
                throw new IOException("can't make " + target + " executable");
            }
        }
        new ToolchainFolder(fresh).stamp(ToolchainFolder.contents(definition, look.packages()));
        // Temporary directories are their owner's alone; isolated builds of the same user read this one.
        if (!fresh.toFile().setReadable(true, false) || !fresh.toFile().setExecutable(true, false)) {
            throw new IOException("can't make " + fresh + " readable");
        }
    }

    private static List<ToolPackage> npmOnly(List<ToolPackage> groups) {
        return groups.stream()
                .filter(group -> group.registry() == PackageRegistry.NPM)
                .toList();
    }

    private void npm(Path folder, List<ToolPackage> groups, ToolchainDefinition definition, Progress progress)
            throws IOException, InterruptedException {
        if (groups.isEmpty()) {
            return;
        }
        Path manifest = folder.resolve("package.json");
        if (!Files.exists(manifest)) {
            Files.writeString(manifest, "{\"name\": \"slipway-toolchain\", \"private\": true}\n");
        }
        List<String> command = new ArrayList<>(List.of(
                "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"));
        for (ToolPackage group : groups) {
            group.packages().forEach((name, version) -> command.add(Platform.fill(name) + "@" + version));
        }
        HostCommand.Ended ended =
                new HostCommand(withBin(folder, definition)).run(command, folder, PATIENCE, progress::says);
        if (ended.exitCode() != 0) {
            throw new IOException("npm could not install " + String.join(" ", command.subList(7, command.size())) + ": "
                    + lastWords(ended.output())
                    + ". Check that the npm registry can be reached (npm ping), and try again.");
        }
    }

    private Map<String, String> withBin(Path folder, ToolchainDefinition definition) {
        Map<String, String> with = new HashMap<>(environment);
        StringBuilder path = new StringBuilder();
        new ToolchainFolder(folder)
                .bin(definition)
                .forEach(bin -> path.append(bin).append(':'));
        with.put("PATH", path + environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        return with;
    }

    private static String lastWords(String output) {
        List<String> lines = output.lines()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .toList();
        return lines.isEmpty()
                ? "no output"
                : String.join("; ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private static void replace(Path target, Path fresh, Path parent) throws IOException {
        if (Files.exists(target)) {
            Path old = Files.createTempDirectory(parent, ".old-");
            try {
                Files.move(target, old.resolve("it"), StandardCopyOption.ATOMIC_MOVE);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Trees.delete(old);
            }
        } else {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
