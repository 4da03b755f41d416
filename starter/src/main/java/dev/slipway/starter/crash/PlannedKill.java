package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kill that is to come.
 *
 * @param step in which a project of the worker shall be; null for other targets
 * @param pause how long all is left in peace before
 * @param down how long it stays dead before it is started again
 */
record PlannedKill(Target target, @Nullable Step step, Duration pause, Duration down) {
    /** The same in another step. */
    PlannedKill in(Step other) {
        return new PlannedKill(target, other, pause, down);
    }

    /** The same without a pause. */
    PlannedKill atOnce() {
        return new PlannedKill(target, step, Duration.ZERO, down);
    }

    /** As people are told of it. */
    String words() {
        String what = target.name().toLowerCase(Locale.ROOT);
        return step == null ? what : what + " in " + words(step);
    }

    /** A step as visibility names it. */
    static String words(Step step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
