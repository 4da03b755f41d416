package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things that are done on threads of their own while an activity's thread only waits. */
final class Deeds {
    private static final Logger log = LoggerFactory.getLogger(Deeds.class);

    private Deeds() {}

    /** Fails with what the deed threw, made an {@code ApplicationFailure} where it was none. */
    static <T> CompletableFuture<T> start(String name, Callable<T> deed) {
        CompletableFuture<T> done = new CompletableFuture<>();
        daemon(name, () -> run(deed, done)).start();
        return done;
    }

    private static <T> void run(Callable<T> deed, CompletableFuture<T> done) {
        try {
            done.complete(deed.call());
        } catch (TemporalFailure e) {
            done.completeExceptionally(e);
        } catch (Exception e) {
            log.warn("{} failed", Thread.currentThread().getName(), e);
            FailureType type = Failures.hostIsFull(e) ? FailureType.HOST_RESOURCES : FailureType.INTERNAL;
            done.completeExceptionally(Failures.of(type, Failures.rootOf(e)));
        } finally {
            done.completeExceptionally(Failures.of(FailureType.INTERNAL, "broke off"));
        }
    }

    /** Waits for something no longer than that, however it ends. */
    static void await(CompletableFuture<?> future, Duration longest) {
        try {
            future.handle((value, failure) -> true).get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            return;
        }
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
