package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Replaces what lies in a working tree by a commit's tree, byte for byte: no filter, no line-ending conversion. Names
 * that lead out of the tree or into a Git directory are refused, links are written as links and nothing is written
 * through them. Submodules stay empty folders.
 */
final class TreeCheckout {
    private final ObjectReader reader;
    private final Path root;
    private final ObjectChecker names = new ObjectChecker().setSafeForMacOS(true);
    private final Set<Path> folders = new HashSet<>();

    private TreeCheckout(ObjectReader reader, Path root) {
        this.reader = reader;
        this.root = root;
    }

    /** Empties {@code root}, which is made where it is missing, and fills it with that tree. */
    static void replace(Repository repository, Path root, ObjectId tree) throws IOException {
        Files.createDirectories(root);
        empty(root);
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            TreeCheckout checkout = new TreeCheckout(reader, root);
            checkout.folders.add(root);
            while (walk.next()) {
                checkout.write(walk.getRawPath(), walk.getFileMode(0), walk.getObjectId(0));
            }
        }
    }

    /** Removes all that lies in a folder, following no link, also where its permissions are in the way. */
    static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = listing(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    empty(entry);
                }
                Files.deleteIfExists(entry);
            }
        }
    }

    private static DirectoryStream<Path> listing(Path folder) throws IOException {
        if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        try {
            return Files.newDirectoryStream(folder);
        } catch (AccessDeniedException closed) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return Files.newDirectoryStream(folder);
        } catch (NoSuchFileException gone) {
            throw new IOException("the workspace's folder vanished: " + root(folder), gone);
        }
    }

    private static String root(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    private void write(byte[] raw, FileMode mode, ObjectId id) throws IOException {
        String path = RawParseUtils.decode(raw);
        try {
            names.checkPath(raw, 0, raw.length);
        } catch (CorruptObjectException unsafe) {
            throw refused(path);
        }
        Path target = root.resolve(RawPaths.path(raw));
        if (mode.equals(FileMode.GITLINK)) {
            folder(target, path);
            return;
        }
        folder(target.getParent(), path);
        ObjectLoader blob = reader.open(id);
        try {
            if (mode.equals(FileMode.SYMLINK)) {
                Files.createSymbolicLink(target, RawPaths.path(blob.getBytes(1 << 16)));
                return;
            }
            try (OutputStream out =
                    Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                blob.copyTo(out);
            }
            if (mode.equals(FileMode.EXECUTABLE_FILE)) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (FileAlreadyExistsException twice) {
            throw refused(path);
        }
    }

    private void folder(Path folder, String path) throws IOException {
        if (folders.contains(folder)) {
            return;
        }
        folder(folder.getParent(), path);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException taken) {
            throw refused(path);
        }
        folders.add(folder);
    }

    private static RuntimeException refused(String path) {
        return Failures.of(
                FailureType.REQUEST_REFUSED,
                "The repository holds a path that can't be checked out safely: '" + path + "'. Remove it there first.");
    }
}
