package dev.slipway.starter.command;

import dev.slipway.activities.ledger.LedgerReader;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway audit}. */
@Command(
        name = "audit",
        description =
                "Lists who did what when, from the ledger: people's decisions, and the limits and blocks that were met.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private LedgerOptions ledger;

    @Mixin
    private SinceOption since;

    /**
     * One line.
     *
     * @param by a person; {@code slipway} where nobody decided
     * @param until when a limit ends; null without one
     */
    record Entry(
            Instant at,
            String by,
            String what,
            String target,
            String text,
            @Nullable Instant until) {
        static Entry of(Decision decision) {
            return new Entry(decision.at(), decision.by(), decision.what(), decision.target(), decision.reason(), null);
        }

        static Entry of(LimitMet limit) {
            String where = limit.workflowId().isEmpty() ? "" : " (" + limit.workflowId() + ")";
            return new Entry(limit.at(), "slipway", limit.what(), limit.subject(), limit.text() + where, limit.until());
        }
    }

    @Override
    public Integer call() {
        Console console = output.console();
        Instant now = Instant.now();
        Instant from = since.from(now, ZoneId.systemDefault());
        List<Entry> entries = ledger.read(console, open -> {
            LedgerReader reader = new LedgerReader(open);
            List<Entry> all = new ArrayList<>();
            reader.decisions(from, now).forEach(decision -> all.add(Entry.of(decision)));
            reader.limits(from, now).forEach(limit -> all.add(Entry.of(limit)));
            all.sort(Comparator.comparing(Entry::at));
            return all;
        });
        if (output.json()) {
            entries.forEach(entry -> console.answer(Json.of(entry)));
        } else if (entries.isEmpty()) {
            console.say("Nothing was decided and no limit was met since " + from + ".");
        } else {
            Table table = new Table(console.style(), "WHEN", "WHO", "WHAT", "TARGET", "");
            entries.forEach(entry -> table.row(
                    entry.at().toString(),
                    entry.by(),
                    entry.what(),
                    entry.target(),
                    entry.text() + (entry.until() == null ? "" : " until " + entry.until())));
            table.lines().forEach(console::say);
        }
        return ExitCode.DONE;
    }
}
