package dev.slipway.activities.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffAlgorithm.SupportedAlgorithm;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Puts two trees together that were made from a common one. Byte for byte: no attributes, filters or merge drivers are
 * obeyed, since strangers wrote them. Where both sides changed the same place of a text, the result holds both versions
 * between markers; where there is no text to mark, it holds ours, or whichever is left.
 */
final class TreeMerge {
    private static final int LONGEST_TEXT = 4 << 20;
    private static final int ANCESTOR = 0;
    private static final int OURS = 1;
    private static final int THEIRS = 2;

    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final List<String> labels;
    private final Map<String, Chosen> chosen = new LinkedHashMap<>();
    private final List<TreeConflict> conflicts = new ArrayList<>();

    /**
     * Two trees together.
     *
     * @param conflicts where a decision is needed
     */
    record Merged(ObjectId tree, List<TreeConflict> conflicts) {}

    private record Chosen(byte[] path, FileMode mode, ObjectId id, boolean onlyTheirs) {}

    private TreeMerge(ObjectReader reader, ObjectInserter inserter, String ours, String theirs) {
        this.reader = reader;
        this.inserter = inserter;
        this.labels = List.of("before", ours, theirs);
    }

    static Merged of(
            Repository repository,
            ObjectId ancestor,
            ObjectId ours,
            ObjectId theirs,
            String oursLabel,
            String theirsLabel)
            throws IOException {
        try (ObjectReader reader = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter();
                TreeWalk walk = new TreeWalk(reader)) {
            TreeMerge merge = new TreeMerge(reader, inserter, oursLabel, theirsLabel);
            walk.addTree(ancestor);
            walk.addTree(ours);
            walk.addTree(theirs);
            walk.setRecursive(true);
            while (walk.next()) {
                merge.path(walk);
            }
            merge.separateFilesFromFolders();
            ObjectId tree = merge.write();
            inserter.flush();
            return new Merged(tree, List.copyOf(merge.conflicts));
        }
    }

    private void path(TreeWalk walk) throws IOException {
        if (same(walk, OURS, THEIRS) || same(walk, THEIRS, ANCESTOR)) {
            take(walk, OURS);
        } else if (same(walk, OURS, ANCESTOR)) {
            take(walk, THEIRS);
        } else if (missing(walk, OURS) || missing(walk, THEIRS)) {
            boolean deletedHere = missing(walk, OURS);
            take(walk, deletedHere ? THEIRS : OURS);
            conflict(
                    walk.getPathString(),
                    deletedHere
                            ? "this change deleted it, others changed it; theirs is kept for now"
                            : "others deleted it, this change goes on with it; it is kept for now");
        } else {
            both(walk);
        }
    }

    private static boolean same(TreeWalk walk, int one, int other) {
        return walk.getRawMode(one) == walk.getRawMode(other) && walk.idEqual(one, other);
    }

    private static boolean missing(TreeWalk walk, int side) {
        return walk.getRawMode(side) == FileMode.TYPE_MISSING;
    }

    private void take(TreeWalk walk, int side) {
        if (!missing(walk, side)) {
            boolean onlyTheirs = missing(walk, OURS);
            put(walk, walk.getFileMode(side), walk.getObjectId(side), onlyTheirs);
        }
    }

    private void put(TreeWalk walk, FileMode mode, ObjectId id, boolean onlyTheirs) {
        chosen.put(walk.getPathString(), new Chosen(walk.getRawPath().clone(), mode, id, onlyTheirs));
    }

    private void conflict(String path, String what) {
        conflicts.add(new TreeConflict(path, what, ""));
    }

    /** Both have it, and both not as it was. */
    private void both(TreeWalk walk) throws IOException {
        Optional<RawText> ours = text(walk, OURS);
        Optional<RawText> theirs = text(walk, THEIRS);
        boolean link = isNoFile(walk, OURS) || isNoFile(walk, THEIRS);
        if (link || ours.isEmpty() || theirs.isEmpty()) {
            take(walk, OURS);
            conflict(walk.getPathString(), "both changed it, and it is no text; this change's is kept for now");
            return;
        }
        RawText ancestor = text(walk, ANCESTOR).orElse(RawText.EMPTY_TEXT);
        MergeResult<RawText> result = new MergeAlgorithm(DiffAlgorithm.getAlgorithm(SupportedAlgorithm.HISTOGRAM))
                .merge(RawTextComparator.DEFAULT, ancestor, ours.get(), theirs.get());
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        new MergeFormatter().formatMerge(merged, result, labels, StandardCharsets.UTF_8);
        put(walk, mode(walk), inserter.insert(Constants.OBJ_BLOB, merged.toByteArray()), false);
        if (result.containsConflicts()) {
            conflicts.add(new TreeConflict(
                    walk.getPathString(),
                    "both changed the same places",
                    ConflictMarks.excerpt(merged.toString(StandardCharsets.UTF_8))));
        }
    }

    private static boolean isNoFile(TreeWalk walk, int side) {
        return (walk.getRawMode(side) & FileMode.TYPE_MASK) != FileMode.TYPE_FILE;
    }

    private static FileMode mode(TreeWalk walk) {
        boolean theirs = walk.getRawMode(OURS) == walk.getRawMode(ANCESTOR);
        return walk.getFileMode(theirs ? THEIRS : OURS);
    }

    /** The text of a regular file; empty where it is none, or too long to compare. */
    private Optional<RawText> text(TreeWalk walk, int side) throws IOException {
        if (isNoFile(walk, side)) {
            return Optional.empty();
        }
        ObjectId id = walk.getObjectId(side);
        if (reader.getObjectSize(id, Constants.OBJ_BLOB) > LONGEST_TEXT) {
            return Optional.empty();
        }
        byte[] content = reader.open(id, Constants.OBJ_BLOB).getBytes(LONGEST_TEXT);
        return RawText.isBinary(content) ? Optional.empty() : Optional.of(new RawText(content));
    }

    /** One side may have a file where the other has a folder: ours stays. */
    private void separateFilesFromFolders() {
        for (String path : List.copyOf(chosen.keySet())) {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                String folder = path.substring(0, end);
                Chosen file = chosen.get(folder);
                if (file == null || !chosen.containsKey(path)) {
                    continue;
                }
                chosen.remove(file.onlyTheirs() ? folder : path);
                conflict(
                        folder,
                        "it is a file on one side and a folder on the other; this change's is kept, " + "without "
                                + (file.onlyTheirs() ? folder : path));
            }
        }
    }

    private ObjectId write() throws IOException {
        DirCache index = DirCache.newInCore();
        DirCacheBuilder builder = index.builder();
        chosen.values().stream()
                .sorted(Comparator.comparing(entry -> new String(entry.path(), StandardCharsets.ISO_8859_1)))
                .forEach(entry -> {
                    DirCacheEntry stored = new DirCacheEntry(entry.path());
                    stored.setFileMode(entry.mode());
                    stored.setObjectId(entry.id());
                    builder.add(stored);
                });
        builder.finish();
        return index.writeTree(inserter);
    }
}
