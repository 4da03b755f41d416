package dev.slipway.activities.process;

/** A program that runs. */
public interface RunningProcess {
    /**
     * Waits for its end, with its output written and its process tree gone.
     *
     * @throws java.io.UncheckedIOException when the host had no room for its output, for which it was ended
     */
    ProcessOutcome await() throws InterruptedException;

    /** Ends it and all that it started: asks, then kills. Returns when it is gone. */
    void stop();

    /** Whether it is running. */
    boolean alive();
}
