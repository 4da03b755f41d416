package dev.slipway.verification;

import java.util.List;

/** The parts of a verification, in order, and what follows a merge. */
public enum Phase {
    PREPARE,
    COMPILE,
    TEST,
    DEPLOY;

    /** Those of a verification. */
    public static final List<Phase> VERIFICATION = List.of(PREPARE, COMPILE, TEST);
}
