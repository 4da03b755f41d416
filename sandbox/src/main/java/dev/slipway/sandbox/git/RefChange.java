package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/**
 * One ref that moves from an expected value to another; {@link ObjectId#zeroId()} stands for a ref that does not
 * exist.
 */
public record RefChange(String ref, ObjectId from, ObjectId to) {

    public static RefChange of(ReceiveCommand command) {
        return new RefChange(command.getRefName(), command.getOldId(), command.getNewId());
    }

    public boolean creates() {
        return from.equals(ObjectId.zeroId());
    }

    public boolean deletes() {
        return to.equals(ObjectId.zeroId());
    }

    /** Moves the ref, also backwards, if it still has the expected value; otherwise leaves it and answers false. */
    public boolean apply(Repository repository) {
        try {
            RefUpdate update = repository.updateRef(ref);
            update.setExpectedOldObjectId(from);
            update.setForceUpdate(true);
            update.disableRefLog();
            RefUpdate.Result result;
            if (deletes()) {
                result = update.delete();
            } else {
                update.setNewObjectId(to);
                result = update.update();
            }
            return switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
                case LOCK_FAILURE -> false;
                default -> throw new IOException("cannot move " + ref + ": " + result);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the old commit is part of the new one's history. */
    public boolean fastForward(Repository repository) {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(from), walk.parseCommit(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
