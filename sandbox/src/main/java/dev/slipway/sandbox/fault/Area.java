package dev.slipway.sandbox.fault;

import java.util.Locale;

/** The parts of the sandbox in which faults happen. */
enum Area {
    REST,
    GIT,
    MODEL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
