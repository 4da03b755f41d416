package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Writes a working tree into the object store, byte for byte: no filter, no line-ending conversion, no attributes. A
 * {@code .git} at any depth is left out, so a nested repository is plain files; links are stored as links and never
 * followed, also when somebody swaps a folder for a link meanwhile.
 */
final class TreeSnapshot {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_FILES = 200_000;
    private static final long MAX_BYTES = 4L << 30;
    private static final int IN_MEMORY = 4 << 20;
    private static final int MAX_GITIGNORE = 1 << 20;

    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final TrackedPaths tracked;
    private final DirCacheBuilder builder;
    private final DirCache index = DirCache.newInCore();
    private final ObjectChecker names = new ObjectChecker().setSafeForMacOS(true);
    private final List<String> skipped = new ArrayList<>();
    private int files;
    private long bytes;

    private TreeSnapshot(ObjectInserter inserter, ObjectReader reader, TrackedPaths tracked) {
        this.inserter = inserter;
        this.reader = reader;
        this.tracked = tracked;
        this.builder = index.builder();
    }

    /**
     * A tree as stored.
     *
     * @param skipped what can't be committed: Git directories, devices, unreadable files, impossible names
     */
    record Taken(ObjectId tree, List<String> skipped) {}

    /**
     * Stores the tree below {@code root}.
     *
     * @param previous tree of the last commit: what it tracks is committed even where it is ignored
     */
    static Taken take(Repository repository, Path root, ObjectId previous, List<String> ignore) throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter();
                DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
                throw Failures.of(
                        FailureType.HOST_RESOURCES,
                        "The workspace's file system can't be read safely (no openat); use a local file system on Linux");
            }
            TreeSnapshot snapshot = new TreeSnapshot(inserter, reader, TrackedPaths.of(reader, previous));
            snapshot.folder(secure, root, new byte[0], IgnoreRules.of(ignore), false, 0);
            snapshot.builder.finish();
            ObjectId tree = snapshot.index.writeTree(inserter);
            inserter.flush();
            return new Taken(tree, List.copyOf(snapshot.skipped));
        }
    }

    private void folder(
            SecureDirectoryStream<Path> folder,
            Path absolute,
            byte[] prefix,
            IgnoreRules above,
            boolean onlyTracked,
            int depth)
            throws IOException {
        IgnoreRules rules = above.in(RawParseUtils.decode(prefix), gitignore(folder));
        for (Path found : folder) {
            Path name = found.getFileName();
            byte[] raw = RawPaths.bytes(name);
            byte[] rawPath = joined(prefix, raw);
            String path = RawParseUtils.decode(rawPath);
            if (!storable(raw)) {
                skipped.add(path);
                continue;
            }
            try {
                PosixFileAttributes attributes = folder.getFileAttributeView(
                                name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
                boolean ignored = onlyTracked || rules.ignores(path, attributes.isDirectory());
                if (attributes.isDirectory()) {
                    below(folder, name, absolute.resolve(name), rawPath, rules, ignored, depth);
                } else if (!ignored || tracked.has(path)) {
                    entry(folder, name, absolute.resolve(name), rawPath, attributes);
                }
            } catch (AccessDeniedException unreadable) {
                skipped.add(path);
                tracked.entry(path).ifPresent(builder::add);
            } catch (NoSuchFileException gone) {
                // a process that ends removes its files; what is gone is gone
            }
        }
    }

    private void below(
            SecureDirectoryStream<Path> folder,
            Path name,
            Path absolute,
            byte[] rawPath,
            IgnoreRules rules,
            boolean ignored,
            int depth)
            throws IOException {
        String path = RawParseUtils.decode(rawPath);
        if (ignored && !tracked.hasFolder(path)) {
            return;
        }
        if (depth >= MAX_DEPTH) {
            skipped.add(path);
            return;
        }
        int before = files;
        try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            folder(inner, absolute, joined(rawPath, new byte[] {'/'}), rules, ignored, depth + 1);
        }
        if (files == before) {
            // An empty folder where the last commit has a submodule: its pointer stays as it was.
            tracked.submodule(path).ifPresent(builder::add);
        }
    }

    private void entry(
            SecureDirectoryStream<Path> folder,
            Path name,
            Path absolute,
            byte[] rawPath,
            PosixFileAttributes attributes)
            throws IOException {
        DirCacheEntry entry = new DirCacheEntry(rawPath);
        if (attributes.isSymbolicLink()) {
            byte[] target = RawPaths.bytes(Files.readSymbolicLink(absolute));
            entry.setFileMode(FileMode.SYMLINK);
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, target));
        } else if (attributes.isRegularFile()) {
            bytes += attributes.size();
            entry.setFileMode(
                    attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE)
                            ? FileMode.EXECUTABLE_FILE
                            : FileMode.REGULAR_FILE);
            entry.setObjectId(content(folder, name, attributes.size()));
        } else {
            skipped.add(RawParseUtils.decode(rawPath));
            return;
        }
        files++;
        if (files > MAX_FILES || bytes > MAX_BYTES) {
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The workspace holds more than " + MAX_FILES + " files or " + (MAX_BYTES >> 30)
                            + " GB to commit; build outputs and dependencies belong into .gitignore");
        }
        builder.add(entry);
    }

    private ObjectId content(SecureDirectoryStream<Path> folder, Path name, long size) throws IOException {
        if (size > IN_MEMORY) {
            try (InputStream in = open(folder, name)) {
                return inserter.insert(Constants.OBJ_BLOB, size, in);
            }
        }
        byte[] content;
        try (InputStream in = open(folder, name)) {
            content = in.readAllBytes();
        }
        ObjectId id = inserter.idFor(Constants.OBJ_BLOB, content);
        return reader.has(id, Constants.OBJ_BLOB) ? id : inserter.insert(Constants.OBJ_BLOB, content);
    }

    private static InputStream open(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return Channels.newInputStream(
                folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    private static byte[] gitignore(SecureDirectoryStream<Path> folder) throws IOException {
        Path name = Path.of(Constants.DOT_GIT_IGNORE);
        try {
            if (!folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isRegularFile()) {
                return new byte[0];
            }
            try (InputStream in = open(folder, name)) {
                return in.readNBytes(MAX_GITIGNORE);
            }
        } catch (NoSuchFileException | AccessDeniedException none) {
            return new byte[0];
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private boolean storable(byte[] name) {
        try {
            names.checkPathSegment(name, 0, name.length);
            return true;
        } catch (CorruptObjectException refused) {
            return false;
        }
    }
}
