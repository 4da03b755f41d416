package dev.slipway.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A limit that an account, a seat or a budget met, a block, or the end of either.
 *
 * @param subject {@code account/NAME}, {@code seat/AGENT/NAME}, {@code budget/NAME}
 * @param what one or two words: {@code session limit}, {@code rate limited}, {@code unauthorized}, {@code returned}
 * @param workflowId of the run that met it; empty where it was none
 * @param until when it ends; null where nobody knows
 * @param text one line for people: by which response, say; no secret
 */
public record LimitMet(
        Instant at,
        String subject,
        String what,
        String workflowId,
        @Nullable Instant until,
        String text) {
    public LimitMet {
        requireNonNull(at, "at is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(what, "what is null");
        workflowId = workflowId == null ? "" : workflowId;
        text = text == null ? "" : text;
    }

    /**
     * Whether a run, or an account, met a limit here. What a pool did then, that a seat was parked or has returned, is told
     * besides.
     */
    public boolean wasMet() {
        return !workflowId.isEmpty() || (subject.startsWith("account/") && !what.equals("returned"));
    }

    /** What tells it from any other. */
    public String id() {
        return subject + "|" + what + "|" + workflowId + "|" + at.toEpochMilli();
    }
}
