package dev.slipway.activities.workspace;

import dev.slipway.account.AccountLease;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.failure.FailureType;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceRef;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's workspace on this host, through all the sessions that have it, one after the other. */
final class HostWorkspace {
    private static final Logger log = LoggerFactory.getLogger(HostWorkspace.class);

    /** Opening, closing and giving up exclude each other. */
    final ReentrantLock changing = new ReentrantLock();

    private final WorkspaceKey key;
    private final WorkspaceFolder folder;
    private final WorkspaceRepositories repositories;
    private final ReentrantLock usingGit = new ReentrantLock();

    // Guarded by this.
    private @Nullable OpenWorkspace session;
    private @Nullable CompletableFuture<SessionEnd> end;
    private @Nullable WorkspaceRepository git;
    private @Nullable AccountLease lease;
    private @Nullable StepRun<?> step;
    private boolean ending;
    private CompletableFuture<Void> refused = new CompletableFuture<>();

    HostWorkspace(WorkspaceKey key, WorkspaceFolder folder, WorkspaceRepositories repositories) {
        this.key = key;
        this.folder = folder;
        this.repositories = repositories;
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
        OpenedTree tree = openGit(request, ignore);
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

    private OpenedTree openGit(OpenWorkspace request, List<String> ignore) {
        WorkspaceRepository fresh = repositories.of(folder, request, this::lease);
        SessionSpec spec = new SessionSpec(
                request.runKey(),
                request.session(),
                request.lease().fence(),
                request.branch(),
                request.base(),
                request.title(),
                request.readOnly(),
                ignore);
        usingGit.lock();
        AccountLease before = lease();
        try {
            lease(request.lease());
            OpenedTree tree = fresh.open(spec);
            WorkspaceRepository old;
            synchronized (this) {
                old = git;
                git = fresh;
            }
            if (old != null) {
                old.close();
            }
            return tree;
        } catch (RuntimeException e) {
            lease(before);
            fresh.close();
            throw e;
        } finally {
            usingGit.unlock();
        }
    }

    private synchronized @Nullable AccountLease lease() {
        return lease;
    }

    private synchronized void lease(@Nullable AccountLease now) {
        lease = now;
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
        run.start(now, body, new Context(run));
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
        if (lease == null || ref.lease().fence() >= lease.fence()) {
            lease = ref.lease();
        }
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
        refuseSteps();
        running().ifPresent(StepRun::stop);
    }

    /** Commits and pushes what is there, unless the session is read-only; what fails is only logged. */
    void checkpointLastTime(String message) {
        try {
            if (session != null && !session.readOnly()) {
                checkpoint(message);
            }
        } catch (RuntimeException e) {
            log.warn("no last checkpoint of {}: {}", folder.root(), e.getMessage());
        }
    }

    void dropCheckpoint() {
        if (session != null && !session.readOnly()) {
            withGit(repository -> {
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

    /** Releases Git's files; the session is over. */
    void release() {
        usingGit.lock();
        try {
            WorkspaceRepository old;
            synchronized (this) {
                old = git;
                git = null;
            }
            if (old != null) {
                old.close();
            }
        } finally {
            usingGit.unlock();
        }
    }

    private CheckpointOutcome checkpoint(String message) {
        return withGit(repository -> repository.checkpoint(message));
    }

    private <T> T withGit(Function<WorkspaceRepository, T> deed) {
        usingGit.lock();
        try {
            WorkspaceRepository repository;
            AccountLease now;
            synchronized (this) {
                repository = git;
                now = lease;
            }
            if (repository == null) {
                throw Failures.of(FailureType.SESSION_GONE, "the session was given up");
            }
            if (now != null && now.expiresAt() != null && now.expiresAt().isBefore(Instant.now())) {
                throw Failures.of(
                        FailureType.LEASE_LOST,
                        "the lease of account " + now.account() + " ran out at " + now.expiresAt());
            }
            return deed.apply(repository);
        } finally {
            usingGit.unlock();
        }
    }

    private final class Context implements StepContext {
        private final StepRun<?> run;

        Context(StepRun<?> run) {
            this.run = run;
        }

        @Override
        public WorkspaceFolder folder() {
            return folder;
        }

        @Override
        public OpenWorkspace session() {
            synchronized (HostWorkspace.this) {
                return Objects.requireNonNull(session);
            }
        }

        @Override
        public void started(RunningProcess process) {
            run.started(process);
        }

        @Override
        public boolean stopping() {
            return run.stopping();
        }

        @Override
        public CheckpointOutcome checkpoint(String message) {
            return HostWorkspace.this.checkpoint(message);
        }

        @Override
        public PublishOutcome publish(String message) {
            return withGit(repository -> repository.publish(message));
        }

        @Override
        public <T> Optional<T> recall(String name, Class<T> type) {
            return Outcomes.read(folder.outcome(name), type);
        }

        @Override
        public void remember(String name, Object value) throws IOException {
            Outcomes.write(folder.outcome(name), value);
        }
    }
}
