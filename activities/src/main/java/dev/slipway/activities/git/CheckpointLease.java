package dev.slipway.activities.git;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.WorkStore.Memory;
import dev.slipway.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Pushes under the lease of the checkpoint ref: every push moves that ref from the value that we know to be ours, all
 * or nothing, so that whoever lost the session is refused. An answer that was lost after the effect counts as done.
 */
final class CheckpointLease {
    private static final int ATTEMPTS_WHILE_BUSY = 4;
    private static final Duration PAUSE_WHILE_BUSY = Duration.ofMillis(300);

    private final WorkStore store;
    private final RemoteLink link;
    private final SessionSpec spec;

    CheckpointLease(WorkStore store, RemoteLink link, SessionSpec spec) {
        this.store = store;
        this.link = link;
        this.spec = spec;
    }

    /** Finds out, where a push's answer was lost, whether it took effect. */
    void settle() throws IOException {
        Optional<ObjectId> pending = store.recall(Memory.PENDING);
        Optional<ObjectId> pushed = store.recall(Memory.PUSHED);
        if (pending.isEmpty() || pending.equals(pushed)) {
            return;
        }
        Map<String, ObjectId> found = link.fetch(List.of(spec.checkpointRef()), refs -> Set.of());
        ObjectId there = found.getOrDefault(spec.checkpointRef(), ObjectId.zeroId());
        if (there.equals(pending.get())) {
            taken(pending.get());
        } else if (there.equals(pushed.orElse(ObjectId.zeroId()))) {
            store.forget(Memory.PENDING);
        } else {
            throw fenced();
        }
    }

    /**
     * Moves the checkpoint to {@code checkpoint}, together with another ref where one is given.
     *
     * @throws ApplicationFailure {@code SESSION_FENCED} where the checkpoint is no longer ours, {@code PUSH_CONFLICT}
     *     where the other ref moved, {@code REQUEST_REFUSED} where the remote declined
     */
    void advance(ObjectId checkpoint, @Nullable RefChange together) throws IOException {
        ObjectId held = store.recall(Memory.PUSHED).orElse(ObjectId.zeroId());
        List<RefChange> changes = new ArrayList<>();
        if (together != null) {
            changes.add(together);
        }
        changes.add(new RefChange(spec.checkpointRef(), held, checkpoint));
        store.remember(Memory.PENDING, checkpoint);
        PushAnswer answer = pushed(changes);
        for (int attempt = 1; !answer.done() && isBusy(answer) && attempt < ATTEMPTS_WHILE_BUSY; attempt++) {
            refuse(changes, answer.advertised());
            pause();
            answer = pushed(changes);
        }
        if (!answer.done() && !reached(changes, answer.advertised())) {
            refuse(changes, answer.advertised());
            Map<String, ObjectId> now = look(changes, null);
            if (!reached(changes, now)) {
                refuse(changes, now);
                throw Failures.of(
                        isBusy(answer) ? FailureType.UNAVAILABLE : FailureType.REQUEST_REFUSED,
                        "The remote declined the push of " + spec.branch() + ": " + trimmed(answer.said()));
            }
        }
        taken(checkpoint);
    }

    /** Pushes; where no answer came, what the remote has now is the answer. */
    private PushAnswer pushed(List<RefChange> changes) {
        try {
            return link.push(changes);
        } catch (ApplicationFailure lost) {
            if (!Failures.is(lost, FailureType.UNAVAILABLE)) {
                throw lost;
            }
            Map<String, ObjectId> now = look(changes, lost);
            if (!reached(changes, now)) {
                refuse(changes, now);
                throw lost;
            }
            return new PushAnswer(true, now, "");
        }
    }

    /** Whether the remote declined only because it was busy with its refs, as while it tidies up. */
    private static boolean isBusy(PushAnswer answer) {
        return answer.said().contains("failed to lock")
                || answer.said().contains("cannot lock ref")
                || answer.said().contains("fatal error in commit_refs");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_WHILE_BUSY.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Failures.of(FailureType.UNAVAILABLE, "The worker stopped while it waited for the remote");
        }
    }

    /** Deletes the checkpoint ref, if it is still ours or gone. */
    void drop() throws IOException {
        settle();
        Optional<ObjectId> held = store.recall(Memory.PUSHED);
        if (held.isEmpty()) {
            return;
        }
        List<RefChange> changes = List.of(new RefChange(spec.checkpointRef(), held.get(), ObjectId.zeroId()));
        PushAnswer answer = link.push(changes);
        if (!answer.done()
                && !answer.advertised().get(spec.checkpointRef()).equals(ObjectId.zeroId())
                && !reached(changes, look(changes, null))) {
            refuse(changes, answer.advertised());
            throw Failures.of(
                    FailureType.REQUEST_REFUSED,
                    "The remote declined to delete " + spec.checkpointRef() + ": " + trimmed(answer.said()));
        }
        store.forget(Memory.PUSHED);
        store.forget(Memory.PENDING);
    }

    ApplicationFailure fenced() {
        return Failures.of(
                FailureType.SESSION_FENCED,
                "A newer session owns " + spec.checkpointRef() + "; session " + spec.session()
                        + " on this host must stop");
    }

    private void taken(ObjectId checkpoint) throws IOException {
        store.remember(Memory.PUSHED, checkpoint);
        store.remember(Memory.PENDING, checkpoint);
        Optional<CheckpointMark> mark = CheckpointMark.of(store.commit(checkpoint));
        if (mark.isPresent() && mark.get().published() != null) {
            store.remember(Memory.BRANCH, ObjectId.fromString(mark.get().published()));
        }
    }

    private Map<String, ObjectId> look(List<RefChange> changes, @Nullable ApplicationFailure before) {
        try {
            return link.fetch(changes.stream().map(RefChange::name).toList(), refs -> Set.of());
        } catch (ApplicationFailure again) {
            throw before == null ? again : before;
        }
    }

    private static boolean reached(List<RefChange> changes, Map<String, ObjectId> there) {
        return changes.stream()
                .allMatch(change ->
                        there.getOrDefault(change.name(), ObjectId.zeroId()).equals(change.wanted()));
    }

    private void refuse(List<RefChange> changes, Map<String, ObjectId> there) {
        for (int i = changes.size() - 1; i >= 0; i--) { // the checkpoint, which is last, decides first
            RefChange change = changes.get(i);
            ObjectId now = there.getOrDefault(change.name(), ObjectId.zeroId());
            if (now.equals(change.expected()) || now.equals(change.wanted())) {
                continue;
            }
            throw change.name().equals(spec.checkpointRef())
                    ? fenced()
                    : Failures.of(
                            FailureType.PUSH_CONFLICT,
                            "The branch " + change.name().replaceFirst("^refs/heads/", "")
                                    + " moved on the remote, and not by this run (it is at "
                                    + now.abbreviate(10).name()
                                    + "). Look at what was pushed there, then retry or abandon.");
        }
    }

    private static String trimmed(String said) {
        String line = said.strip().replaceAll("\\s+", " ");
        return line.length() > 600 ? line.substring(0, 600) + "…" : line;
    }
}
