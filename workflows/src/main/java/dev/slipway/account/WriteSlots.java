package dev.slipway.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Times reserved for content-creating requests of one GitHub user, at least 1 s apart over all workers.
 *
 * @param notBefore one for each write, ascending; a writer waits for it and spends each once. Who comes later than
 *     {@link #LATE} takes another ({@link WriteTurn}), so as not to come too near to the next writer
 */
public record WriteSlots(List<Instant> notBefore) {
    public static final WriteSlots NONE = new WriteSlots(List.of());

    /** So long after its time a slot may still be used. */
    public static final Duration LATE = Duration.ofMillis(75);

    /** Slots are so much further apart than writes have to be: what is late, and the way to GitHub from a busy host. */
    static final Duration MARGIN = Duration.ofMillis(200);

    public WriteSlots {
        notBefore = List.copyOf(notBefore);
    }
}
