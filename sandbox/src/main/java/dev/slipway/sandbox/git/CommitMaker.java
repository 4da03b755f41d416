package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** Makes commits without a working tree. No ref moves. */
public final class CommitMaker {
    private CommitMaker() {}

    /** Who made a change and what they say about it. */
    public record Words(PersonIdent author, PersonIdent committer, String message) {}

    /** A commit of this tree. */
    public static ObjectId commit(Repository repository, ObjectId tree, List<? extends ObjectId> parents, Words words) {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setParentIds(parents);
            commit.setAuthor(words.author());
            commit.setCommitter(words.committer());
            commit.setMessage(words.message());
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A commit that writes one file, or removes it, on top of another commit.
     *
     * @param parent the commit to build on; {@code null} for the first of a repository
     * @param content the file's bytes; {@code null} removes it
     */
    public static ObjectId commitFile(
            Repository repository, @Nullable ObjectId parent, String path, byte @Nullable [] content, Words words) {
        try (ObjectInserter inserter = repository.newObjectInserter();
                ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            DirCache index = DirCache.newInCore();
            if (parent != null) {
                RevCommit commit = walk.parseCommit(parent);
                DirCacheBuilder builder = index.builder();
                builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, commit.getTree());
                builder.finish();
            }
            DirCacheEditor editor = index.editor();
            if (content == null) {
                editor.add(new DirCacheEditor.DeletePath(path));
            } else {
                ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content);
                editor.add(new DirCacheEditor.PathEdit(path) {
                    @Override
                    public void apply(DirCacheEntry entry) {
                        if (entry.getRawMode() == 0) {
                            entry.setFileMode(FileMode.REGULAR_FILE);
                        }
                        entry.setObjectId(blob);
                    }
                });
            }
            editor.finish();
            ObjectId tree = index.writeTree(inserter);
            inserter.flush();
            return commit(repository, tree, parent == null ? List.of() : List.of(parent), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
