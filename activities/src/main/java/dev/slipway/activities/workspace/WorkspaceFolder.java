package dev.slipway.activities.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a workspace's things lie. Only {@code tree} and {@code home} are within reach of agents and builds; all else
 * beside them is ours.
 *
 * @param root {@code <state>/workspaces/<run key>}
 */
public record WorkspaceFolder(Path root) {
    private static final Logger log = LoggerFactory.getLogger(WorkspaceFolder.class);
    /** After a step's name: what its agent came to, before the checkpoint that makes it the step's outcome. */
    public static final String FINISHED = ".agent";

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** The working tree. */
    public Path tree() {
        return root.resolve("tree");
    }

    /** The Git directory. */
    public Path git() {
        return root.resolve("git");
    }

    /** HOME of agents and builds. */
    public Path home() {
        return root.resolve("home");
    }

    /** Whether that folder of HOME is there, and none of the folders above it is a link that an agent put there. */
    public boolean isInHome(Path folder) {
        return isReal(home(), folder);
    }

    /** Whether it is a folder, and neither it nor one above it, up to a home, is a link. */
    public static boolean isReal(Path home, Path folder) {
        Path at = home;
        for (Path name : folder) {
            at = at.resolve(name);
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /** Output of a step, while it runs and after. */
    public Path log(String step) {
        return root.resolve("logs").resolve(checked(step) + ".log");
    }

    /** Where a step's prompt is handed to the agent. */
    public Path prompt(String step) {
        return root.resolve("prompts").resolve(checked(step) + ".md");
    }

    /** Where long texts lie that a step's prompt names. */
    public Path promptParts(String step) {
        return root.resolve("prompts").resolve(checked(step) + "-parts");
    }

    /**
     * The output of the verification that a step is to mend: the last one before it, with only the same kind of step
     * between; a file that is not there when it was no verification, or on another host.
     */
    public Path verificationBefore(String step) {
        int dash = checked(step).indexOf('-');
        String kind = step.substring(dash + 1);
        for (int number = number(step, dash) - 1; number > 0; number--) {
            Path verification = log(number + "-verify");
            if (Files.exists(verification) || !Files.exists(log(number + "-" + kind))) {
                return verification;
            }
        }
        return log("0-verify");
    }

    private static int number(String step, int dash) {
        try {
            return dash < 0 ? 0 : Integer.parseInt(step.substring(0, dash));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    Path outcome(String name) {
        return root.resolve("outcomes").resolve(checked(name) + ".json");
    }

    /** Where work lies that the secret scan held back. */
    private Path heldBack() {
        return git().resolveSibling("held-back.bundle");
    }

    /**
     * Whether something of worth lies here that the remote's checkpoint has not: what the secret scan held back, or what an
     * agent left that had finished, and whose checkpoint did not come to be.
     */
    boolean holdsMoreThanItsCheckpoint() {
        if (Files.exists(heldBack())) {
            return true;
        }
        try (DirectoryStream<Path> finished =
                Files.newDirectoryStream(root.resolve("outcomes"), "*" + FINISHED + ".json")) {
            for (Path agent : finished) {
                String name = agent.getFileName().toString();
                String step = name.substring(0, name.length() - (FINISHED + ".json").length());
                if (!Files.exists(outcome(step))) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            log.warn("could not look at {}: {}", root, e.toString());
            return true;
        }
    }

    /** What all of it takes up; what can't be looked at counts for nothing. */
    long bytes() {
        long[] sum = {0};
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.debug("{}: {}", root, e.toString());
        }
        return sum[0];
    }

    Path session() {
        return root.resolve("session.json");
    }

    private static String checked(String step) {
        if (!STEP.matcher(step).matches()) {
            throw new IllegalArgumentException("not a step's name: '" + step + "'");
        }
        return step;
    }

    /** Makes the folders, for this user's eyes only. */
    void create() throws IOException {
        Files.createDirectories(root);
        if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectories(tree());
        Files.createDirectories(home());
        for (String name : Set.of("outcomes", "logs", "prompts")) {
            Files.createDirectories(root.resolve(name));
        }
    }

    /** Notes that it was in use until now. */
    void touch() {
        try {
            if (Files.exists(session())) {
                Files.setLastModifiedTime(session(), FileTime.from(Instant.now()));
            }
        } catch (IOException e) {
            log.debug("{}: {}", session(), e.toString());
        }
    }

    /** Deletes all of it, whatever strangers left there; links are deleted, never followed. */
    void delete() throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                makeOurs(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                makeOurs(file);
                new WorkspaceFolder(file).delete();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A build may leave folders that their owner can't enter or empty. */
    private static void makeOurs(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && !(Files.isWritable(folder) && Files.isExecutable(folder) && Files.isReadable(folder))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
