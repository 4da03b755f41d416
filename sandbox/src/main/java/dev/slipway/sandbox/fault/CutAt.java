package dev.slipway.sandbox.fault;

import java.util.Locale;

/** Where in an exchange a Git transport is cut. */
enum CutAt {
    /** In the middle of what the client sends: nothing has happened yet. */
    REQUEST,
    /** In the middle of what it is answered: it has happened. */
    ANSWER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
