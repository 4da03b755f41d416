package dev.slipway.activities.workspace;

import static org.awaitility.Awaitility.await;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.git.CatchUpOutcome;
import dev.slipway.activities.git.CheckpointOutcome;
import dev.slipway.activities.git.OpenedTree;
import dev.slipway.activities.git.PublishOutcome;
import dev.slipway.activities.git.SessionSpec;
import dev.slipway.failure.FailureType;
import dev.slipway.repository.Repository;
import dev.slipway.repository.RepositoryId;
import dev.slipway.run.HostId;
import dev.slipway.run.RunKey;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.workspace.CloseWorkspace;
import dev.slipway.workspace.OpenWorkspace;
import dev.slipway.workspace.SessionEnd;
import dev.slipway.workspace.WorkspaceOpened;
import dev.slipway.workspace.WorkspaceRef;
import io.temporal.client.ActivityCompletionException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A host with sessions on a repository that is only counted, and activities that lose the server when told to. */
final class SessionHarness implements AutoCloseable {
    static final RunKey RUN = RunKey.of("abcdefgh");

    final List<WorkspaceOpened> opened = new CopyOnWriteArrayList<>();
    final List<String> git = new CopyOnWriteArrayList<>();
    final SlipwayHome home;
    final HostSessions sessions;
    volatile FailureType refusal;
    volatile boolean deaf;
    /** Of the disk. */
    volatile long usable = Long.MAX_VALUE;

    SessionHarness(Path root, int slots, Duration grace) {
        this(root, slots, grace, 0);
    }

    SessionHarness(Path root, int slots, Duration grace, long minFreeDisk) {
        home = new SlipwayHome(root.resolve("state"), root.resolve("cache"), root.resolve("config"));
        sessions = new HostSessions(
                HostId.of("host-1"),
                home,
                new SessionLimits(slots, grace, minFreeDisk, SessionLimits.RETENTION),
                (folder, session, lease) -> new Counted(session, lease),
                toolchain -> List.of("target/"),
                this::tell,
                folder -> usable);
    }

    private void tell(String workflow, WorkspaceOpened signal) {
        if (deaf) {
            throw Failures.of(FailureType.UNAVAILABLE, "the server is away");
        }
        opened.add(signal);
    }

    WorkspaceFolder folder() {
        return folder(RUN);
    }

    WorkspaceFolder folder(RunKey run) {
        return new WorkspaceFolder(home.workspaces().resolve(run.value()));
    }

    /** An activity on a thread of its own, whose server can lose it. */
    static final class Call<T> {
        final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicReference<ActivityCompletionException> lost = new AtomicReference<>();

        private void run(Callable<T> body) {
            Thread thread = new Thread(() -> {
                try {
                    result.complete(body.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private void beat() {
            ActivityCompletionException failure = lost.get();
            if (failure != null) {
                throw failure;
            }
        }

        void lose(ActivityCompletionException how) {
            lost.set(how);
            await().until(result::isDone);
        }
    }

    Call<SessionEnd> hold(OpenWorkspace request) {
        Call<SessionEnd> call = new Call<>();
        call.run(() -> sessions.hold(request, call::beat));
        return call;
    }

    /** Holds, and waits for the signal. */
    Call<SessionEnd> open(long session) {
        Call<SessionEnd> call = hold(request(session));
        await().until(() -> opened.stream().anyMatch(signal -> signal.session() == session) || call.result.isDone());
        return call;
    }

    Call<String> step(long session, String name, StepBody<String> body) {
        return step(ref(session), name, body);
    }

    Call<String> step(WorkspaceRef ref, String name, StepBody<String> body) {
        Call<String> call = new Call<>();
        call.run(() -> sessions.step(ref, name, String.class, body, call::beat));
        return call;
    }

    Call<String> interruptibleStep(long session, String name, StepBody<String> body) {
        Call<String> call = new Call<>();
        call.run(() -> sessions.interruptibleStep(ref(session), name, String.class, body, call::beat));
        return call;
    }

    boolean close(long session, boolean keep) {
        return sessions.close(new CloseWorkspace(ref(session), keep, true)).wasOpen();
    }

    static OpenWorkspace request(long session) {
        return request(RUN, session, false);
    }

    static OpenWorkspace request(RunKey run, long session, boolean readOnly) {
        return new OpenWorkspace(
                "project/demo/thing",
                run,
                session,
                new Repository(
                        new RepositoryId("acme", "thing"),
                        "http://127.0.0.1/acme/thing",
                        "http://127.0.0.1/acme/thing.git",
                        "main",
                        true,
                        1),
                "slipway/" + run,
                "main",
                "thing",
                ToolchainName.of("maven"),
                readOnly,
                lease(session, Instant.now().plus(Duration.ofHours(1))));
    }

    static AccountLease lease(long fence, Instant expires) {
        return new AccountLease(AccountName.of("factory"), "factory", "acme", fence, expires);
    }

    static WorkspaceRef ref(long session) {
        return new WorkspaceRef(RUN, session, lease(session, Instant.now().plus(Duration.ofHours(1))));
    }

    @Override
    public void close() {
        sessions.close();
    }

    private final class Counted implements WorkspaceRepository {
        private final OpenWorkspace session;
        private final Supplier<AccountLease> lease;

        Counted(OpenWorkspace session, Supplier<AccountLease> lease) {
            this.session = session;
            this.lease = lease;
        }

        private void did(String what) {
            git.add(what + " " + session.session() + " by " + lease.get().fence());
        }

        @Override
        public OpenedTree open(SessionSpec spec) {
            if (refusal != null) {
                throw Failures.of(refusal, "refused");
            }
            did("open");
            return new OpenedTree("c0ffee", session.session() > 1);
        }

        @Override
        public CheckpointOutcome checkpoint(String message) {
            did("checkpoint");
            return new CheckpointOutcome("c0ffee", true, List.of());
        }

        @Override
        public PublishOutcome publish(String message) {
            did("publish");
            return new PublishOutcome("c0ffee", true, List.of(), List.of(), false, 1);
        }

        @Override
        public CatchUpOutcome catchUp(boolean withBase) {
            did("catch up");
            return new CatchUpOutcome("", List.of(), List.of());
        }

        @Override
        public void dropCheckpoint() {
            did("drop");
        }

        @Override
        public void close() {
            git.add("close " + session.session());
        }
    }
}
