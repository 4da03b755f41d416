package dev.slipway.account;

/** Which of the accounts that could do the work is taken. */
public enum Rotation {
    /** The one with the most headroom, of those the least used. */
    SPREAD,
    /** The first by name, until it has no headroom left; then the next. */
    DRAIN
}
