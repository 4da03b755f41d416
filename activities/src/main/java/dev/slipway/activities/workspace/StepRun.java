package dev.slipway.activities.workspace;

import dev.slipway.activities.artifact.StoreTroubleException;
import dev.slipway.activities.failure.Failures;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step as it runs. Activities come and go, waiting for it; it goes on on its own thread. */
final class StepRun<T> {
    private static final Logger log = LoggerFactory.getLogger(StepRun.class);

    private final String name;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private @Nullable RunningProcess process;
    private boolean stopping;
    private boolean kept;
    private boolean interrupted;
    private @Nullable ApplicationFailure stoppedBy;

    StepRun(String name) {
        this.name = name;
    }

    /** A step that ran before. */
    static <T> StepRun<T> done(String name, T outcome) {
        StepRun<T> run = new StepRun<>(name);
        run.outcome.complete(outcome);
        run.over.complete(null);
        return run;
    }

    String name() {
        return name;
    }

    /** What it came to: a value that is on the disk, or an {@code ApplicationFailure}. */
    CompletableFuture<T> outcome() {
        return outcome;
    }

    /** Completed when nothing of it runs any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    boolean running() {
        return !over.isDone();
    }

    /** @param before another step of the workspace that was given up: ended first */
    void start(@Nullable StepRun<?> before, StepBody<T> body, StepContext context) {
        Thread thread = new Thread(() -> run(before, body, context), "slipway-step-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(@Nullable StepRun<?> before, StepBody<T> body, StepContext context) {
        try {
            if (before != null) {
                before.stop();
            }
            T value = body.run(context);
            context.remember(name, value);
            outcome.complete(value);
        } catch (ApplicationFailure e) {
            log.info("step {} ends with {}: {}", name, e.getType(), e.getOriginalMessage());
            fail(e);
        } catch (InterruptedException e) {
            fail(Failures.of(FailureType.SESSION_GONE, "the step was interrupted"));
        } catch (StoreTroubleException e) {
            log.warn("step {}: {}", name, e.getMessage());
            fail(Failures.of(FailureType.UNAVAILABLE, "step " + name + ": " + e.getMessage()));
        } catch (Exception | StackOverflowError e) {
            log.warn("step {} failed", name, e);
            FailureType type = Failures.hostIsFull(e) ? FailureType.HOST_RESOURCES : FailureType.INTERNAL;
            fail(Failures.of(type, "step " + name + ": " + Failures.rootOf(e)));
        } finally {
            outcome.completeExceptionally(Failures.of(FailureType.INTERNAL, "step " + name + " broke off"));
            over.complete(null);
        }
    }

    private synchronized void fail(ApplicationFailure failure) {
        outcome.completeExceptionally(stoppedBy == null ? failure : stoppedBy);
    }

    void started(RunningProcess running) {
        boolean late;
        synchronized (this) {
            process = running;
            late = stopping || interrupted;
        }
        if (late) {
            running.stop();
        }
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /** Whether its session ends so that another one, on whichever host, goes on with what it leaves. */
    synchronized boolean kept() {
        return kept;
    }

    /** Before it is stopped: what it leaves is wanted. */
    synchronized void keep() {
        kept = true;
    }

    /** Ends its process; the step itself goes on, keeps what the process left, and says so in its outcome. */
    void interrupt() {
        RunningProcess running;
        synchronized (this) {
            interrupted = true;
            running = process;
        }
        if (running != null) {
            running.stop();
        }
    }

    /** The same; a step that does not come to its outcome any more fails with that. */
    void stop(ApplicationFailure why) {
        synchronized (this) {
            stoppedBy = why;
        }
        stop();
    }

    /** Ends it with its processes; returns when it is over. */
    void stop() {
        RunningProcess running;
        synchronized (this) {
            stopping = true;
            running = process;
        }
        if (running != null) {
            running.stop();
        }
        over.join();
    }
}
