package dev.slipway.pool;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to what a pool gives out, for people and for the ledger.
 *
 * @param kind such as {@code PARKED}, {@code WOKEN}, {@code ALERT}, {@code RATE_LIMITED}, {@code RETURNED}; of what a person
 *     decided the command's word, such as {@code BLOCK}
 * @param subject {@code account/NAME}, {@code seat/AGENT/NAME}, {@code budget/NAME}, {@code window/CATEGORY}
 * @param until when it ends by itself; null where it does not, or has no end
 * @param text one line; no secret
 * @param by a person's name; empty where the pool did it
 */
public record PoolEvent(
        Instant at, String kind, String subject, @Nullable Instant until, String text, String by) {
    public PoolEvent {
        requireNonNull(at, "at is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        text = text == null ? "" : text;
        by = by == null ? "" : by;
    }

    /** Whether a person decided it. */
    boolean isDecision() {
        return !by.isEmpty();
    }

    /** Its kind as people read it. */
    String word() {
        return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
