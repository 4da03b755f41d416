package dev.slipway.change;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks of a run: an update where they wait for the answer, a signal where a batch passes it on.
 *
 * @param by who, for the record
 * @param now only for PAUSE: stop the running agent instead of waiting for the end of its step
 * @param step RETRY: from which step on, null from the one that failed; APPROVE and REJECT: the gate before which
 *     step, null for the one at which it waits
 * @param reason only for REJECT: why; may be empty
 */
public record Steering(
        Kind kind, String by, boolean now, @Nullable Step step, String reason) {
    /** Name of the update and of the signal. */
    public static final String UPDATE = "steer";

    public static final String SIGNAL = "steered";

    public Steering {
        requireNonNull(kind, "kind is null");
        requireNonNull(by, "by is null");
        reason = reason == null ? "" : reason;
    }

    public Steering(Kind kind, String by) {
        this(kind, by, false, null, "");
    }

    public Steering(Kind kind, String by, boolean now, @Nullable Step step) {
        this(kind, by, now, step, "");
    }

    /** What can be asked. */
    public enum Kind {
        /** Stop at the end of the running step, until RESUME. */
        PAUSE,
        RESUME,
        /** Again, with fresh attempts; only where it needs attention. */
        RETRY,
        /** Leave it as it is: it ends as SKIPPED; only where it needs attention. */
        SKIP,
        /** Give up: it ends as FAILED and is cleaned up; only where it needs attention. */
        ABANDON,
        /** Yes, at a gate. */
        APPROVE,
        /** No, at a gate: it needs attention then. */
        REJECT;

        /** Whether it answers a run that needs attention. */
        public boolean choice() {
            return this == RETRY || this == SKIP || this == ABANDON;
        }
    }
}
