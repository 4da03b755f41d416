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
    GATE
}
