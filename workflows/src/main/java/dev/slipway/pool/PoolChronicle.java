package dev.slipway.pool;

import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LedgerPen;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.Recorded;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import org.slf4j.Logger;

/**
 * Writes a pool's events into the ledger and the log. Nothing waits for it: what is not written when the pool continues
 * as new goes along, and is written then.
 */
final class PoolChronicle {
    private static final Logger log = Workflow.getLogger(PoolChronicle.class);

    private final PoolEvents events;
    private final LedgerPen pen = new LedgerPen();

    PoolChronicle(PoolEvents events) {
        this.events = events;
    }

    void write() {
        for (PoolEvent event : events.fresh()) {
            log.info("{} {}: {}", event.word(), event.subject(), event.text());
            written(event).thenApply(recorded -> {
                events.written(event);
                return recorded;
            });
        }
    }

    private Promise<Recorded> written(PoolEvent event) {
        return event.isDecision()
                ? pen.decided(new Decision(event.at(), event.by(), event.word(), event.subject(), event.text()))
                : pen.limitMet(
                        new LimitMet(event.at(), event.subject(), event.word(), "", event.until(), event.text()));
    }
}
