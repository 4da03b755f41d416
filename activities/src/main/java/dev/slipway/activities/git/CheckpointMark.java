package dev.slipway.activities.git;

import dev.slipway.run.RunKey;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.FooterLine;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/**
 * Who made a checkpoint commit, written as trailers of its message. Every commit of a checkpoint ref carries it, so
 * that the newest alone tells whether a session may go on.
 *
 * @param published head of the change's branch that is in it: as this run pushed it, or as others did and it was brought
 *     in; null where none is
 */
record CheckpointMark(
        RunKey runKey, long session, long fence, @Nullable String published) {
    static final String RUN = "Slipway-Run";
    private static final String SESSION = "Slipway-Session";
    private static final String FENCE = "Slipway-Fence";
    private static final String PUBLISHED = "Slipway-Published";
    private static final String ONTO = "Slipway-Onto";
    private static final String AFTER = "Slipway-After";
    private static final String SESSION_SUBJECT = "Session ";

    /** @param branch head of the change's branch that is in the checkpoint */
    static CheckpointMark of(SessionSpec spec, Optional<ObjectId> branch) {
        return new CheckpointMark(
                spec.runKey(),
                spec.session(),
                spec.fence(),
                branch.map(ObjectId::name).orElse(null));
    }

    /** The mark of a commit; empty where it carries none, or a broken one. */
    static Optional<CheckpointMark> of(RevCommit commit) {
        String run = null;
        String published = null;
        long session = -1;
        long fence = -1;
        for (FooterLine line : commit.getFooterLines()) {
            String value = line.getValue().strip();
            try {
                switch (line.getKey()) {
                    case RUN -> run = value;
                    case SESSION -> session = Long.parseLong(value);
                    case FENCE -> fence = Long.parseLong(value);
                    case PUBLISHED -> published = value;
                    default -> {
                        // somebody else's trailer
                    }
                }
            } catch (NumberFormatException broken) {
                return Optional.empty();
            }
        }
        if (run == null || session < 0 || fence < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CheckpointMark(new RunKey(run), session, fence, published));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** Whether a commit of a branch was made by that run. */
    static boolean isOf(RevCommit commit, RunKey runKey) {
        return commit.getFooterLines().stream()
                .anyMatch(line ->
                        line.getKey().equals(RUN) && line.getValue().strip().equals(runKey.value()));
    }

    /** Whether a branch with that head has commits of others on it. */
    static boolean isShared(RevCommit head, RunKey runKey) {
        return !isOf(head, runKey)
                || head.getFooterLines().stream().anyMatch(line -> line.getKey().equals(ONTO));
    }

    /**
     * The subject of the last work in a checkpoint. A session's own commit repeats that of the one before it, since a host
     * that restores a checkpoint fetches its newest commit only.
     */
    static Optional<String> workIn(RevCommit checkpoint) {
        for (FooterLine line : checkpoint.getFooterLines()) {
            if (line.getKey().equals(AFTER)) {
                return Optional.of(line.getValue().strip());
            }
        }
        String subject = checkpoint.getShortMessage();
        return subject.startsWith(SESSION_SUBJECT) ? Optional.empty() : Optional.of(subject);
    }

    /** The message of the commit by which a session takes a checkpoint over. */
    String takingOver(RevCommit from, String opening) {
        String after = of(from).flatMap(mark -> workIn(from))
                .map(subject -> AFTER + ": " + subject + "\n")
                .orElse("");
        return below(SESSION_SUBJECT + session + "\n\nOpening " + opening) + after;
    }

    /** A message with the mark below it. */
    String below(String message) {
        StringBuilder text = new StringBuilder(withRun(message, runKey));
        text.append(SESSION).append(": ").append(session).append('\n');
        text.append(FENCE).append(": ").append(fence).append('\n');
        if (published != null) {
            text.append(PUBLISHED).append(": ").append(published).append('\n');
        }
        return text.toString();
    }

    /** A message with only the run's trailer. */
    static String withRun(String message, RunKey runKey) {
        return message.strip() + "\n\n" + RUN + ": " + runKey + "\n";
    }

    /** A message with the run's trailer, for a commit on top of what others pushed. */
    static String withRunOnto(String message, RunKey runKey, ObjectId theirs) {
        return withRun(message, runKey) + ONTO + ": " + theirs.name() + "\n";
    }
}
