package dev.slipway.change;

/** What a person can choose for a run that rests in NEEDS_ATTENTION. */
public enum Choice {
    /** Again, with fresh attempts, from the step that failed. */
    RETRY,
    /** Leave it; the run ends as SKIPPED. */
    SKIP,
    /** Give up; the run ends as FAILED and is cleaned up. */
    ABANDON
}
