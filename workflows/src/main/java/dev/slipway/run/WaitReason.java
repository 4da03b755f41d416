package dev.slipway.run;

/** What a waiting run waits for. */
public enum WaitReason {
    ACCOUNT,
    SEAT,
    QUOTA,
    BUDGET,
    SLOT,
    CI,
    REVIEW,
    GATE,
    /** For the time at which something that went wrong is tried again. */
    RETRY
}
