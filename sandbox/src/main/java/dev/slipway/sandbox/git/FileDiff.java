package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.jspecify.annotations.Nullable;

/**
 * What changed in one file.
 *
 * @param status GitHub's word: added, removed, modified, renamed
 * @param blob the new content's object name, the old one's for a removed file
 * @param patch the hunks without a header; absent for binary files and mere renames
 */
public record FileDiff(
        String path,
        Optional<String> formerPath,
        String status,
        String blob,
        int additions,
        int deletions,
        Optional<String> patch) {

    /** The differences between two commits' trees; without an old commit everything is new. */
    public static List<FileDiff> between(Repository repository, @Nullable RevCommit before, RevCommit after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out);
                ObjectReader reader = repository.newObjectReader()) {
            formatter.setRepository(repository);
            formatter.setDetectRenames(true);
            List<FileDiff> diffs = new ArrayList<>();
            for (DiffEntry entry : formatter.scan(tree(reader, before), tree(reader, after))) {
                diffs.add(diff(formatter, out, entry));
            }
            return diffs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AbstractTreeIterator tree(ObjectReader reader, @Nullable RevCommit commit) throws IOException {
        return commit == null
                ? new EmptyTreeIterator()
                : new CanonicalTreeParser(new byte[0], reader, commit.getTree());
    }

    private static FileDiff diff(DiffFormatter formatter, ByteArrayOutputStream out, DiffEntry entry)
            throws IOException {
        FileHeader header = formatter.toFileHeader(entry);
        int additions = 0;
        int deletions = 0;
        for (Edit edit : header.toEditList()) {
            additions += edit.getLengthB();
            deletions += edit.getLengthA();
        }
        out.reset();
        formatter.format(entry);
        formatter.flush();
        String text = out.toString(UTF_8);
        int hunks = text.indexOf("\n@@ ");
        boolean removed = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
        boolean renamed = entry.getChangeType() == DiffEntry.ChangeType.RENAME;
        return new FileDiff(
                removed ? entry.getOldPath() : entry.getNewPath(),
                renamed ? Optional.of(entry.getOldPath()) : Optional.empty(),
                switch (entry.getChangeType()) {
                    case ADD -> "added";
                    case DELETE -> "removed";
                    case RENAME -> "renamed";
                    case COPY -> "copied";
                    case MODIFY -> "modified";
                },
                (removed ? entry.getOldId() : entry.getNewId()).name(),
                additions,
                deletions,
                hunks < 0
                        ? Optional.empty()
                        : Optional.of(text.substring(hunks + 1).stripTrailing()));
    }
}
