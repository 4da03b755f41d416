package dev.slipway.run;

/** The state of a project, task or batch, as people see it. */
public enum RunState {
    PENDING,
    RUNNING,
    WAITING,
    PAUSED,
    NEEDS_ATTENTION,
    COMPLETED,
    FAILED,
    SKIPPED,
    CANCELLED;

    /** Whether nothing more happens without being started again. */
    public boolean closed() {
        return this == COMPLETED || this == FAILED || this == SKIPPED || this == CANCELLED;
    }

    /** Whether nothing more happens without a person. */
    public boolean rests() {
        return closed() || this == NEEDS_ATTENTION || this == PAUSED;
    }
}
