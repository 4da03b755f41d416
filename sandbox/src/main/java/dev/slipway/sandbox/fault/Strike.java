package dev.slipway.sandbox.fault;

/**
 * That a fault happens to a request.
 *
 * @param ordinal how many it has happened to, this one included
 */
record Strike(Fault fault, long ordinal) {
    /** Somewhere in the middle, as a fraction: where to cut. */
    double middle() {
        return 0.2 + 0.6 * Chance.draw(~fault.seed(), ordinal);
    }
}
