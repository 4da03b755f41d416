package dev.slipway.activities.agent;

import dev.slipway.activities.process.ProcessOutcome;
import java.time.Duration;

/**
 * How an agent's process ended.
 *
 * @param stalled whether the stall guard ended it, since it had said nothing for too long
 */
record AgentEnd(ProcessOutcome process, boolean stalled) {
    private static final int HANGUP = 129;
    private static final int INTERRUPT = 130;
    private static final int TERMINATE = 143;

    int exitCode() {
        return process.exitCode();
    }

    Duration duration() {
        return process.duration();
    }

    /** Whether nobody ended it, and it says by its exit code that all is well. */
    boolean wellByItself() {
        return exitCode() == 0 && !process.stopped() && !process.timedOut();
    }

    /** Whether nobody ended it, well or not. */
    boolean byItself() {
        return !process.timedOut() && !interrupted();
    }

    /** Whether it was ended from outside, by us or by somebody who asked it to end; a kill by the kernel is a crash. */
    boolean interrupted() {
        return process.stopped() || exitCode() == HANGUP || exitCode() == INTERRUPT || exitCode() == TERMINATE;
    }
}
