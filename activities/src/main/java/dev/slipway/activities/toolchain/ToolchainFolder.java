package dev.slipway.activities.toolchain;

import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolPackage;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A toolchain's folder in the user's cache: packages, its own programs, and a list of what is in it. */
record ToolchainFolder(Path path) {
    private static final String INSTALLED = ".installed";

    static ToolchainFolder of(SlipwayHome home, ToolchainName name) {
        return new ToolchainFolder(parent(home).resolve(name.value()));
    }

    static Path parent(SlipwayHome home) {
        return home.tools().resolve("toolchains");
    }

    /** What must be in the folder for a definition, a line each. */
    static List<String> contents(ToolchainDefinition definition, List<ToolPackage> packages) {
        List<String> lines = new ArrayList<>();
        for (ToolPackage group : packages) {
            group.packages()
                    .forEach(
                            (name, version) -> lines.add(group.registry().name().toLowerCase(Locale.ROOT) + " "
                                    + Platform.fill(name) + " " + version));
        }
        if (!definition.files().isEmpty()) {
            lines.add("files " + digest(definition.files()));
        }
        return lines;
    }

    boolean holds(List<String> contents) {
        try {
            return contents.isEmpty()
                    || Set.copyOf(Files.readAllLines(path.resolve(INSTALLED))).containsAll(contents);
        } catch (IOException e) {
            return false;
        }
    }

    void stamp(List<String> contents) throws IOException {
        Files.write(path.resolve(INSTALLED), contents);
    }

    /** Folders with programs of the packages and the toolchain's own. */
    List<Path> bin(ToolchainDefinition definition) {
        List<Path> folders = new ArrayList<>();
        for (ToolPackage group : definition.installs()) {
            group.bin().forEach(bin -> folders.add(path.resolve(Platform.fill(bin))));
        }
        folders.add(path.resolve("bin"));
        return folders.stream().filter(Files::isDirectory).toList();
    }

    private static String digest(Map<String, String> files) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(files).forEach((name, content) -> {
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
                sha.update(content.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
