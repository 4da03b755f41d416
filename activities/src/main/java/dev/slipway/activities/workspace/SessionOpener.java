package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.ToolchainName;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceOpened;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens sessions: takes a slot, unless one is adopted with the session before, and tells the workflow. */
final class SessionOpener {
    private static final long POLL_MILLIS = 200;

    private final HostId host;
    private final Slots slots;
    private final Workspaces workspaces;
    private final Function<ToolchainName, List<String>> ignore;
    private final WorkflowSignals signals;
    private volatile CompletableFuture<Void> admission = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    /**
     * A session that was opened, as its holder sees it.
     *
     * @param end completed when the session ends
     */
    record Held(HostWorkspace workspace, CompletableFuture<SessionEnd> end) {}

    SessionOpener(
            HostId host,
            Slots slots,
            Workspaces workspaces,
            Function<ToolchainName, List<String>> ignore,
            WorkflowSignals signals) {
        this.host = host;
        this.slots = slots;
        this.workspaces = workspaces;
        this.ignore = ignore;
        this.signals = signals;
    }

    /** Each waits for this before it is opened. */
    void admittedBy(CompletableFuture<Void> admitted) {
        admission = admitted;
    }

    /** From now on none is opened. */
    void close() {
        closed = true;
    }

    /**
     * Opens a session, waiting for a slot if need be.
     *
     * @param abandoned whether nobody waits for it any more
     * @param unheard told of a session that took an earlier one over and that its workflow did not hear of
     */
    Held open(OpenWorkspace request, BooleanSupplier abandoned, Consumer<Held> unheard)
            throws IOException, InterruptedException {
        awaitAdmission(abandoned);
        HostWorkspace workspace = lock(WorkspaceKey.of(request), abandoned);
        boolean slotTaken = false;
        try {
            if (!workspace.open()) {
                slots.take(() -> refuse(abandoned));
                slotTaken = true;
            }
            HostWorkspace.Opened session = workspace.open(request, ignore.apply(request.toolchain()));
            Held held = new Held(workspace, session.end());
            boolean heard = false;
            try {
                tell(request, session);
                heard = true;
            } finally {
                if (!heard && !slotTaken) {
                    unheard.accept(held);
                }
            }
            slotTaken = false;
            return held;
        } finally {
            if (slotTaken) {
                workspace.end(new SessionEnd(SessionEnd.Kind.CLOSED));
                slots.give();
            }
            workspaces.unlock(workspace);
        }
    }

    private void awaitAdmission(BooleanSupplier abandoned) throws InterruptedException {
        while (true) {
            refuse(abandoned);
            try {
                admission.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                continue; // asked again, since nobody may wait for it any more
            } catch (ExecutionException e) {
                throw Failures.of(FailureType.UNAVAILABLE, "host " + host + " may not open workspaces");
            }
        }
    }

    private void tell(OpenWorkspace request, HostWorkspace.Opened session) {
        signals.workspaceOpened(
                request.workflowId(),
                new WorkspaceOpened(
                        request.session(),
                        host,
                        TaskQueues.host(host),
                        session.tree().commit(),
                        session.tree().restored(),
                        session.sameHost()));
    }

    private HostWorkspace lock(WorkspaceKey key, BooleanSupplier abandoned) throws InterruptedException {
        while (true) {
            refuse(abandoned);
            Optional<HostWorkspace> workspace = workspaces.lock(key);
            if (workspace.isPresent()) {
                return workspace.get();
            }
        }
    }

    private void refuse(BooleanSupplier abandoned) {
        if (closed) {
            throw Failures.of(FailureType.UNAVAILABLE, "the worker on host " + host + " stops");
        }
        if (abandoned.getAsBoolean()) {
            throw Failures.of(FailureType.SESSION_GONE, "nobody waits for this session any more");
        }
    }
}
