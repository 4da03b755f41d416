package dev.slipway.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a person decided. Its key is target, what, who and when, so a decision that is written again is the same one.
 *
 * @param by who
 * @param what the command's word: {@code pause}, {@code approve}, {@code cancel}, {@code block}, {@code budget set}
 * @param target a workflow id, or {@code account/NAME}, {@code seat/AGENT/NAME}, {@code budget/NAME}
 * @param reason as given; may be empty. Never a secret
 */
public record Decision(Instant at, String by, String what, String target, String reason) {
    public Decision {
        requireNonNull(at, "at is null");
        requireNonNull(by, "by is null");
        requireNonNull(what, "what is null");
        requireNonNull(target, "target is null");
        reason = reason == null ? "" : reason;
    }

    /** What tells it from any other. */
    public String id() {
        return target + "|" + what + "|" + by + "|" + at.toEpochMilli();
    }
}
