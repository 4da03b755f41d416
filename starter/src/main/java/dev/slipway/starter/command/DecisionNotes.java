package dev.slipway.starter.command;

import dev.slipway.activities.ledger.Ledger;
import dev.slipway.activities.ledger.LedgerTroubleException;
import dev.slipway.activities.ledger.LedgerWriter;
import dev.slipway.ledger.Decision;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.starter.output.Console;
import java.time.Instant;
import java.util.List;

/**
 * Writes to the ledger what a person decided that no workflow hears of: that a project that is over runs again, or is
 * forgotten. Where this machine has no way to the ledger, it says so; what was decided is done all the same.
 */
final class DecisionNotes {
    private final Console console;
    private final Ledger ledger;

    DecisionNotes(Console console, Ledger ledger) {
        this.console = console;
        this.ledger = ledger;
    }

    /** Writes one decision for each of these workflows. */
    void write(String by, String what, List<String> workflowIds) {
        if (workflowIds.isEmpty()) {
            return;
        }
        try (Ledger open = ledger) {
            if (!open.exists()) {
                console.detail("not written to a ledger: there is none here");
                return;
            }
            LedgerWriter writer = new LedgerWriter(open);
            Instant now = Instant.now();
            workflowIds.forEach(id -> writer.decided(new Decision(now, by, what, id, "")));
        } catch (LedgerTroubleException | ConfigurationException e) {
            console.warn("It is done, and not in the ledger: " + e.getMessage());
        }
    }
}
