package dev.slipway.activities.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** What a commit's tree holds, by path. */
final class TrackedPaths {
    private record Entry(String hexPath, FileMode mode, ObjectId id) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> folders = new HashSet<>();

    private TrackedPaths() {}

    static TrackedPaths of(ObjectReader reader, ObjectId tree) throws IOException {
        TrackedPaths paths = new TrackedPaths();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                if (walk.isSubtree()) {
                    paths.folders.add(walk.getPathString());
                    walk.enterSubtree();
                } else {
                    paths.entries.put(
                            walk.getPathString(),
                            new Entry(
                                    HexFormat.of().formatHex(walk.getRawPath()),
                                    walk.getFileMode(0),
                                    walk.getObjectId(0)));
                }
            }
        }
        return paths;
    }

    boolean has(String path) {
        return entries.containsKey(path);
    }

    boolean hasFolder(String path) {
        return folders.contains(path) || entries.containsKey(path);
    }

    /** The entry of a file as it was. */
    Optional<DirCacheEntry> entry(String path) {
        return Optional.ofNullable(entries.get(path)).map(TrackedPaths::indexed);
    }

    /** The pointer of a submodule at that path. */
    Optional<DirCacheEntry> submodule(String path) {
        return Optional.ofNullable(entries.get(path))
                .filter(entry -> entry.mode().equals(FileMode.GITLINK))
                .map(TrackedPaths::indexed);
    }

    private static DirCacheEntry indexed(Entry entry) {
        DirCacheEntry indexed = new DirCacheEntry(HexFormat.of().parseHex(entry.hexPath()));
        indexed.setFileMode(entry.mode());
        indexed.setObjectId(entry.id());
        return indexed;
    }
}
