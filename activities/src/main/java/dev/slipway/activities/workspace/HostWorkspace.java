package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.failure.FailureType;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceRef;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's workspace on this host, through all the sessions that have it, one after the other. */
final class HostWorkspace {
    private static final Logger log = LoggerFactory.getLogger(HostWorkspace.class);

    /** After a drained step ended: long enough for its outcome to be reported before its session ends. */
    private static final Duration TO_BE_HEARD = Duration.ofSeconds(10);

    /** Opening, closing and giving up exclude each other. */
    final ReentrantLock changing = new ReentrantLock();

    private final WorkspaceKey key;
    private final WorkspaceFolder folder;
    private final SessionGit git;

    // Guarded by this.
    private @Nullable OpenWorkspace session;
    private @Nullable CompletableFuture<SessionEnd> end;
    private @Nullable StepRun<?> step;
    private boolean ending;
    private @Nullable ApplicationFailure givenUp;
    private CompletableFuture<Void> refused = new CompletableFuture<>();

    HostWorkspace(WorkspaceKey key, WorkspaceFolder folder, WorkspaceRepositories repositories) {
        this.key = key;
        this.folder = folder;
        this.git = new SessionGit(folder, repositories);
    }

    /**
     * A session that was opened.
     *
     * @param end completed when the session ends
     * @param sameHost whether the workspace was on this host before
     */
    record Opened(CompletableFuture<SessionEnd> end, OpenedTree tree, boolean sameHost) {}

    WorkspaceKey key() {
        return key;
    }

    WorkspaceFolder folder() {
        return folder;
    }

    private synchronized OpenWorkspace session() {
        return Objects.requireNonNull(session);
    }

    /** Whether a session has it, be it one whose holder was lost. */
    synchronized boolean open() {
        return end != null && !end.isDone();
    }

    synchronized boolean has(long number) {
        return open() && session != null && session.session() == number;
    }

    /** Whether it is open in a session that is newer than that. */
    private synchronized boolean isNewerThan(long number) {
        return open() && session != null && session.session() > number;
    }

    synchronized boolean isHeldBy(CompletableFuture<SessionEnd> holder) {
        return end == holder && !holder.isDone();
    }

    /** Opens a session: anew, or by taking the workspace over from an earlier session with the step that it runs. */
    Opened open(OpenWorkspace request, List<String> ignore) throws IOException {
        boolean adopting = open();
        Optional<SessionRecord> earlier = Outcomes.read(folder.session(), SessionRecord.class);
        if (isNewerThan(request.session())
                || earlier.filter(record -> record.session() > request.session())
                        .isPresent()) {
            throw Failures.of(
                    FailureType.SESSION_FENCED, "session " + request.session() + " is older than what this host has");
        }
        folder.create();
        if (!adopting) {
            endLeftovers();
        }
        OpenedTree tree = git.open(request, ignore);
        Outcomes.write(
                folder.session(),
                new SessionRecord(
                        request.runKey(),
                        request.workflowId(),
                        request.session(),
                        request.repository().id().toString()));
        CompletableFuture<SessionEnd> now = new CompletableFuture<>();
        CompletableFuture<SessionEnd> before;
        synchronized (this) {
            before = end;
            end = now;
            session = request;
            ending = false;
            givenUp = null;
            refused = new CompletableFuture<>();
        }
        if (before != null) {
            before.completeExceptionally(Failures.of(
                    FailureType.SESSION_FENCED, "session " + request.session() + " took the workspace over"));
        }
        return new Opened(now, tree, earlier.isPresent());
    }

    /** What a worker that was killed left running here. */
    private void endLeftovers() {
        int ended = MarkedProcesses.end("HOME=" + folder.home());
        if (ended > 0) {
            log.info("ended {} processes of an earlier worker in {}", ended, folder.root());
        }
    }

    /**
     * Runs a step, joins the one of that name that runs, or gives back what it came to before. Throws
     * {@code SESSION_FENCED} and {@code SESSION_GONE}.
     */
    synchronized <T> StepRun<T> step(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body) {
        require(ref);
        StepRun<?> now = step;
        if (now != null && now.running() && now.name().equals(name)) {
            return join(now);
        }
        if (givenUp != null) {
            throw givenUp;
        }
        if (ending) {
            refused.complete(null);
            throw Failures.of(FailureType.SESSION_GONE, "the worker on this host stops");
        }
        Optional<T> before = Outcomes.read(folder.outcome(name), type);
        if (before.isPresent()) {
            return StepRun.done(name, before.get());
        }
        StepRun<T> run = new StepRun<>(name);
        step = run;
        run.start(now, body, new OpenContext(folder, git, this::session, run));
        return run;
    }

    @SuppressWarnings("unchecked") // a step's name belongs to one kind of step
    private static <T> StepRun<T> join(StepRun<?> running) {
        return (StepRun<T>) running;
    }

    private void require(WorkspaceRef ref) {
        if (!open() || session == null || session.session() < ref.session()) {
            throw Failures.of(FailureType.SESSION_GONE, "session " + ref.session() + " is not open on this host");
        }
        if (session.session() > ref.session()) {
            throw Failures.of(
                    FailureType.SESSION_FENCED,
                    "session " + ref.session() + " was followed by session " + session.session());
        }
        git.renew(ref.lease());
    }

    /** From now on no step begins; completed when the first one is refused. */
    synchronized CompletableFuture<Void> refuseSteps() {
        ending = true;
        return refused;
    }

    synchronized Optional<StepRun<?>> running() {
        StepRun<?> now = step;
        return now != null && now.running() ? Optional.of(now) : Optional.empty();
    }

    /** Ends the running step, if there is one; none begins any more. */
    void stopStep() {
        CompletableFuture<Void> unused = refuseSteps();
        running().ifPresent(StepRun::stop);
    }

    /** Its running step is ended and fails with that, as does each that comes, until another session opens it. */
    void giveUp(ApplicationFailure why) {
        Optional<StepRun<?>> running;
        synchronized (this) {
            givenUp = why;
            running = running();
        }
        running.ifPresent(run -> run.stop(why));
    }

    /** Whether it was given up, and its session has not ended yet. */
    synchronized boolean isGivenUp() {
        return givenUp != null && open();
    }

    /** Ends the running step, if there is one, and checkpoints what it left, so that any host can go on with it. */
    void keepStep() {
        Optional<StepRun<?>> running = running();
        running.ifPresent(StepRun::keep);
        stopStep();
        if (running.isPresent()) {
            checkpointLastTime("Checkpoint: stopped in step " + running.get().name());
        }
    }

    /** Lets the running step end, and its outcome be heard; none begins any more. */
    void finishStep(Duration patience) {
        CompletableFuture<Void> nextIsRefused = refuseSteps();
        Optional<StepRun<?>> running = running();
        if (running.isPresent()) {
            Deeds.await(running.get().over(), patience);
            stopStep();
            // The next request shows that the workflow has heard the outcome. Only then may it hear of the end.
            Deeds.await(nextIsRefused, TO_BE_HEARD);
        }
    }

    /** Commits and pushes what is there, unless the session is read-only; what fails is only logged. */
    void checkpointLastTime(String message) {
        try {
            if (session != null && !session.readOnly()) {
                git.use(repository -> repository.checkpoint(message));
            }
        } catch (RuntimeException e) {
            log.warn("no last checkpoint of {}: {}", folder.root(), e.getMessage());
        }
    }

    void dropCheckpoint() {
        if (session != null && !session.readOnly()) {
            git.use(repository -> {
                repository.dropCheckpoint();
                return true;
            });
        }
    }

    /** The session is over: its holder returns that, or throws the failure. */
    synchronized void end(SessionEnd how) {
        if (end != null) {
            end.complete(how);
        }
    }

    /** Deletes the files. */
    void delete() {
        release();
        try {
            folder.delete();
        } catch (IOException e) {
            log.warn("could not delete {}; it is tried again later: {}", folder.root(), e.toString());
        }
    }

    /** Releases Git's files; the session is over, and from now on the files age. */
    void release() {
        git.release();
        folder.touch();
    }
}
