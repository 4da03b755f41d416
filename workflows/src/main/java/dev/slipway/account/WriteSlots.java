package dev.slipway.account;

import java.time.Instant;
import java.util.List;

/**
 * Times reserved for content-creating requests of one GitHub user, at least 1 s apart over all workers.
 *
 * @param notBefore one for each write, ascending; a writer waits for it and spends each once
 */
public record WriteSlots(List<Instant> notBefore) {
    public static final WriteSlots NONE = new WriteSlots(List.of());

    public WriteSlots {
        notBefore = List.copyOf(notBefore);
    }
}
