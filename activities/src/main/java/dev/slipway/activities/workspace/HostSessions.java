package dev.slipway.activities.workspace;

import dev.slipway.account.AccountName;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.RemoteCredential;
import dev.slipway.activities.scan.SecretScanner;
import dev.slipway.activities.workspace.SessionOpener.Held;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.HostId;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceClosed;
import dev.slipway.workspace.WorkspaceRef;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workspace sessions of this host. Each that is open has one of the host's slots.
 *
 * <p>A session whose holder the server does not know any more (its heartbeats did not arrive) stays open for a grace
 * period: the server may have been away, and a running agent is worth keeping. A newer session of the same run adopts
 * it; when none comes, it is given up.
 */
public final class HostSessions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostSessions.class);
    private static final SessionEnd CLOSED = new SessionEnd(SessionEnd.Kind.CLOSED);
    private static final SessionEnd DRAINED = new SessionEnd(SessionEnd.Kind.DRAINED);

    private final HostId host;
    private final SessionLimits limits;
    private final Workspaces workspaces;
    private final SessionOpener opener;
    private final Slots slots;
    private final DiskGuard guard;
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(2, task -> Deeds.daemon("slipway-sessions", task));

    /**
     * @param gitBase credentials go only to clone URLs at or below it
     * @param credentials an account's for Git in a repository, asked for before each connection
     * @param ignore what builds of a toolchain leave behind, as lines of a {@code .gitignore}
     */
    public HostSessions(
            HostId host,
            SlipwayHome home,
            SessionLimits limits,
            URI gitBase,
            BiFunction<Supplier<AccountName>, RepositoryId, RemoteCredential> credentials,
            SecretScanner scanner,
            Function<ToolchainName, List<String>> ignore,
            WorkflowSignals signals) {
        this(
                host,
                home,
                limits,
                new GitWorkspaces(gitBase, credentials, scanner),
                ignore,
                signals,
                // Costs next to nothing, unlike Files.getFileStore.
                folder -> folder.toFile().getUsableSpace());
    }

    HostSessions(
            HostId host,
            SlipwayHome home,
            SessionLimits limits,
            WorkspaceRepositories repositories,
            Function<ToolchainName, List<String>> ignore,
            WorkflowSignals signals,
            ToLongFunction<Path> usableDisk) {
        this.host = host;
        this.limits = limits;
        this.workspaces = new Workspaces(home.workspaces(), repositories);
        HostDisk disk = new HostDisk(host, home.workspaces(), limits.minFreeDisk(), usableDisk);
        this.slots = new Slots(limits.slots(), disk);
        this.guard = new DiskGuard(disk, workspaces);
        this.opener = new SessionOpener(host, slots, workspaces, ignore, signals);
        ScheduledFuture<?> unused =
                clock.scheduleWithFixedDelay(() -> sweep(limits.retention()), 5, 60, TimeUnit.MINUTES);
        ScheduledFuture<?> watching = clock.scheduleWithFixedDelay(guard::look, 1, 1, TimeUnit.SECONDS);
    }

    /** No session is opened before this is complete; where it fails, none at all. */
    public void admittedBy(CompletableFuture<Void> admission) {
        opener.admittedBy(admission);
    }

    /** Slots in use. */
    public int used() {
        return slots.used();
    }

    /** Slots in all. */
    public int slots() {
        return limits.slots();
    }

    /** Deletes files of workspaces that no session has had for that long; gives back how many. */
    public int sweep(Duration age) {
        return workspaces.sweep(age);
    }

    /** Opens a session and stays until it ends. */
    SessionEnd hold(OpenWorkspace request, Pulse pulse) {
        AtomicBoolean abandoned = new AtomicBoolean();
        CompletableFuture<Held> opening =
                Deeds.start("slipway-open", () -> opener.open(request, abandoned::get, this::giveUpLater));
        Held held;
        try {
            held = pulse.whileWaitingFor(opening);
        } catch (ActivityCompletionException e) {
            abandoned.set(true);
            CompletableFuture<Void> unused =
                    opening.thenAccept(e instanceof ActivityCanceledException ? this::giveUp : this::giveUpLater);
            throw e;
        }
        try {
            return pulse.whileWaitingFor(held.end());
        } catch (ActivityWorkerShutdownException e) {
            drain(held.workspace(), Duration.ofDays(1));
            return DRAINED;
        } catch (ActivityCanceledException e) {
            giveUp(held);
            throw e;
        } catch (ActivityCompletionException e) {
            log.info("the holder of {} was lost; the session can be adopted for {}", request.runKey(), limits.grace());
            giveUpLater(held);
            throw e;
        }
    }

    /**
     * Runs a step in an open session and stays until it is over. A step that ran before gives back its outcome, one that
     * runs is joined. Called on an activity's thread.
     */
    public <T> T step(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body) {
        return step(ref, name, type, body, Pulse.ofThisActivity());
    }

    <T> T step(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body, Pulse pulse) {
        StepRun<T> run = begin(ref, name, type, body);
        try {
            return pulse.whileWaitingFor(run.outcome());
        } catch (ActivityCanceledException e) {
            // Its workflow does not want it any more. All other ways of losing the server leave it running.
            run.stop();
            throw e;
        }
    }

    /**
     * Like {@link #step}, but where its workflow cancels it, its process is ended and what it left is the outcome.
     */
    public <T> T interruptibleStep(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body) {
        return interruptibleStep(ref, name, type, body, Pulse.ofThisActivity());
    }

    <T> T interruptibleStep(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body, Pulse pulse) {
        StepRun<T> run = begin(ref, name, type, body);
        while (true) {
            try {
                return pulse.whileWaitingFor(run.outcome());
            } catch (ActivityCanceledException e) {
                // Each heartbeat says so from now on; they go on, since the workflow waits for the outcome.
                run.interrupt();
            }
        }
    }

    private <T> StepRun<T> begin(WorkspaceRef ref, String name, Class<T> type, StepBody<T> body) {
        HostWorkspace workspace = workspaces
                .find(ref)
                .orElseThrow(() -> Failures.of(
                        FailureType.SESSION_GONE, "session " + ref.session() + " is not open on host " + host));
        return workspace.step(ref, name, type, body);
    }

    /** Ends a session: its holder returns; then the remote's checkpoint and the files go, as asked for. */
    WorkspaceClosed close(CloseWorkspace request) {
        long session = request.workspace().session();
        Optional<HostWorkspace> found =
                workspaces.find(request.workspace()).filter(workspace -> workspace.has(session));
        if (found.isEmpty()) {
            return new WorkspaceClosed(false);
        }
        HostWorkspace workspace = found.get();
        workspace.changing.lock();
        try {
            if (!workspace.has(session)) {
                return new WorkspaceClosed(false);
            }
            if (request.keep()) {
                workspace.keepStep();
            } else {
                workspace.stopStep();
            }
            finish(workspace, CLOSED);
            try {
                if (request.dropCheckpoint()) {
                    workspace.dropCheckpoint();
                }
            } finally {
                if (!request.keep() && mayGo(workspace, request)) {
                    workspace.delete();
                }
            }
            return new WorkspaceClosed(true);
        } finally {
            workspaces.unlock(workspace);
        }
    }

    /** With the checkpoint kept, what it lacks stays for the next session here; unless that would leave no room for anybody. */
    private boolean mayGo(HostWorkspace workspace, CloseWorkspace request) {
        return request.dropCheckpoint()
                || !workspace.folder().holdsMoreThanItsCheckpoint()
                || !guard.hasRoomFor(workspace);
    }

    private void finish(HostWorkspace workspace, SessionEnd how) {
        workspace.end(how);
        slots.give();
    }

    private void giveUpLater(Held held) {
        Runnable later =
                () -> Deeds.daemon("slipway-give-up", () -> giveUp(held)).start();
        ScheduledFuture<?> unused = clock.schedule(later, limits.grace().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody came for it: its step is ended, its slot is free; the files stay for a session that may still come. */
    private void giveUp(Held held) {
        HostWorkspace workspace = held.workspace();
        workspace.changing.lock();
        try {
            if (workspace.isHeldBy(held.end())) {
                log.info("giving up the session in {}", workspace.folder().root());
                workspace.stopStep();
                finish(workspace, CLOSED);
            }
        } finally {
            workspaces.unlock(workspace);
        }
    }

    /**
     * Stops in good order: no session is opened any more, running steps are finished, what they left is checkpointed, and
     * the holders end, so that other hosts go on. Returns when all is done.
     *
     * @param patience for the running steps; after that they are ended, and begin again elsewhere
     */
    public void drain(Duration patience) {
        opener.close();
        workspaces.inUse().stream()
                .map(workspace -> Deeds.start("slipway-drain", () -> drain(workspace, patience)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private boolean drain(HostWorkspace workspace, Duration patience) {
        workspace.finishStep(patience);
        workspace.changing.lock();
        try {
            if (workspace.open()) {
                workspace.checkpointLastTime("Checkpoint: the worker stops");
                finish(workspace, DRAINED);
            }
            return true;
        } finally {
            workspaces.unlock(workspace);
        }
    }

    /** Ends every running step at once, for a process that ends. */
    @Override
    public void close() {
        opener.close();
        clock.shutdownNow();
        workspaces.inUse().forEach(HostWorkspace::stopStep);
    }
}
