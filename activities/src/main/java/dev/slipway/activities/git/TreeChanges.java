package dev.slipway.activities.git;

import dev.slipway.activities.scan.ScannedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * How a tree differs from another.
 *
 * @param files number of paths that differ
 * @param added what the newer tree has and the older has not, to be scanned
 */
record TreeChanges(int files, List<ScannedFile> added) {
    static TreeChanges between(Repository repository, ObjectId older, ObjectId newer) throws IOException {
        List<ScannedFile> added = new ArrayList<>();
        int files = 0;
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(older);
            walk.addTree(newer);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                files++;
                FileMode mode = walk.getFileMode(1);
                if (mode.equals(FileMode.MISSING) || mode.equals(FileMode.GITLINK)) {
                    continue;
                }
                ObjectId id = walk.getObjectId(1);
                added.add(new ScannedFile(
                        walk.getPathString(),
                        reader.getObjectSize(id, Constants.OBJ_BLOB),
                        () -> repository.open(id).openStream()));
            }
        }
        return new TreeChanges(files, List.copyOf(added));
    }
}
