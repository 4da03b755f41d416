package dev.slipway.change;

import io.temporal.workflow.Promise;

/** Whom a change tells when it rests, goes on or is over. */
@FunctionalInterface
public interface ChangeReporter {

    /**
     * Tells it without waiting.
     *
     * @return when it is told, or nobody is there to be told
     */
    Promise<Boolean> report(RunStatus status);
}
