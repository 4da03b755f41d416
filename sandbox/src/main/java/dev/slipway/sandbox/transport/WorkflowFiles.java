package dev.slipway.sandbox.transport;

import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Who may push changes of {@code .github/workflows}: whoever has the scope or permission for that alone. */
final class WorkflowFiles {
    private static final String FOLDER = ".github/workflows";

    private WorkflowFiles() {}

    /** Why a pushed ref is refused to this caller; empty where it is not. */
    static Optional<String> refusal(Repository objects, ReceiveCommand command, Caller caller) {
        if (command.getType() == ReceiveCommand.Type.DELETE || mayChangeThem(caller)) {
            return Optional.empty();
        }
        return changed(objects, command)
                .map(path -> "refusing to allow "
                        + (caller.app()
                                ? "a GitHub App to create or update workflow `" + path
                                        + "` without `workflows` permission"
                                : "a Personal Access Token to create or update workflow `" + path
                                        + "` without `workflow` scope"));
    }

    private static boolean mayChangeThem(Caller caller) {
        Token token = caller.token();
        return token == null || (caller.app() ? caller.granted("workflows", "write") : token.hasScope("workflow"));
    }

    /** The first workflow file of the new tip that neither the ref's old tip nor the default branch has just so. */
    private static Optional<String> changed(Repository objects, ReceiveCommand command) {
        try (RevWalk commits = new RevWalk(objects);
                TreeWalk walk = new TreeWalk(objects)) {
            RevCommit after = commits.parseCommit(command.getNewId());
            ObjectId before = base(objects, command);
            walk.setRecursive(true);
            walk.addTree(after.getTree());
            if (before == null) {
                walk.setFilter(PathFilter.create(FOLDER));
            } else {
                walk.addTree(commits.parseCommit(before).getTree());
                walk.setFilter(AndTreeFilter.create(PathFilter.create(FOLDER), TreeFilter.ANY_DIFF));
            }
            return walk.next() ? Optional.of(walk.getPathString()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable ObjectId base(Repository objects, ReceiveCommand command) throws IOException {
        if (!command.getOldId().equals(ObjectId.zeroId())) {
            return command.getOldId();
        }
        Ref head = objects.exactRef(Constants.HEAD);
        return head == null ? null : head.getObjectId();
    }
}
