package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A file, folder, link or submodule in a tree. */
public record TreeEntry(String path, FileMode mode, ObjectId id) {

    /** What a tree holds, with everything below its folders when {@code recursive}. */
    public static List<TreeEntry> list(Repository repository, ObjectId tree, boolean recursive) {
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            List<TreeEntry> entries = new ArrayList<>();
            while (walk.next()) {
                entries.add(new TreeEntry(walk.getPathString(), walk.getFileMode(), walk.getObjectId(0)));
                if (recursive && walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is at a path; the empty path is the tree itself. */
    public static Optional<TreeEntry> at(Repository repository, ObjectId tree, String path) {
        if (path.isEmpty()) {
            return Optional.of(new TreeEntry("", FileMode.TREE, tree));
        }
        try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
            return walk == null
                    ? Optional.empty()
                    : Optional.of(new TreeEntry(path, walk.getFileMode(), walk.getObjectId(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** GitHub's and Git's word for the object: blob, tree or commit. */
    public String type() {
        return Constants.typeString(mode.getObjectType());
    }

    public boolean folder() {
        return mode == FileMode.TREE;
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The size of a blob in bytes. */
    public long size(Repository repository) {
        try {
            return repository.open(id, Constants.OBJ_BLOB).getSize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A blob's bytes. */
    public byte[] content(Repository repository) {
        try {
            return repository.open(id, Constants.OBJ_BLOB).getCachedBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
