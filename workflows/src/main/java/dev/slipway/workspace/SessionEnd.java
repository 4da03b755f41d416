package dev.slipway.workspace;

/** Why a session's holder ended. */
public record SessionEnd(Kind kind) {
    /** The ways to end in order. */
    public enum Kind {
        /** By its close step. */
        CLOSED,
        /** The worker stops; the step that ran is finished and checkpointed. */
        DRAINED
    }
}
