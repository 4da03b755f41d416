package dev.slipway.verification;

/** The parts of a verification, in order. */
public enum Phase {
    PREPARE,
    COMPILE,
    TEST
}
