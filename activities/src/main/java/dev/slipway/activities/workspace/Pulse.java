package dev.slipway.activities.workspace;

import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The heartbeat of an activity that waits for something that is done on another thread. */
@FunctionalInterface
interface Pulse {
    /**
     * One heartbeat.
     *
     * @throws ActivityCompletionException when nobody waits for this activity any more
     */
    void beat();

    /** Of the activity on whose thread this is called. */
    static Pulse ofThisActivity() {
        var context = Activity.getExecutionContext();
        return () -> context.heartbeat(null);
    }

    /**
     * Waits, with a heartbeat each second.
     *
     * @throws RuntimeException what the future failed with
     * @throws ActivityCompletionException when nobody waits any more; the future is left alone
     */
    default <T> T whileWaitingFor(CompletableFuture<T> future) {
        while (true) {
            try {
                return future.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                beat();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
