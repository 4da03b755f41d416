package dev.slipway.change;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Durable waits that say in the history what they are for. */
final class Pause {

    private Pause() {}

    /** Waits that long. */
    static void sleep(Duration duration, String summary) {
        if (!duration.isZero() && !duration.isNegative()) {
            Workflow.newTimer(duration, named(summary)).get();
        }
    }

    /**
     * Waits for the condition, at most that long.
     *
     * @return whether the condition came true
     */
    static boolean until(Duration atMost, String summary, Supplier<Boolean> condition) {
        if (condition.get()) {
            return true;
        }
        Timer timer = new Timer(atMost, summary);
        Workflow.await(() -> condition.get() || timer.promise.isCompleted());
        timer.scope.cancel();
        return condition.get();
    }

    private static TimerOptions named(String summary) {
        return TimerOptions.newBuilder().setSummary(summary).build();
    }

    /** A timer in a scope of its own, so that it ends with the wait. */
    private static final class Timer {
        private final CancellationScope scope;
        private Promise<Void> promise;

        Timer(Duration duration, String summary) {
            scope = Workflow.newCancellationScope(
                    () -> promise = Workflow.newTimer(duration, named(summary)).handle((fired, cancelled) -> null));
            scope.run();
        }
    }
}
