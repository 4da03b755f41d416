package dev.slipway.activities.workspace;

import java.io.IOException;

/** What a step does, on a thread of its own; it may run again after an interruption. */
@FunctionalInterface
public interface StepBody<T> {
    T run(StepContext context) throws IOException, InterruptedException;
}
