package dev.slipway.starter.command;

import dev.slipway.activities.ledger.CostBy;
import dev.slipway.activities.ledger.CostReport;
import dev.slipway.activities.ledger.LedgerReader;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.report.CostText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway cost}. */
@Command(
        name = "cost",
        description = "Adds up what agents cost, from the ledger: by day, project, category, agent, seat or account.",
        mixinStandardHelpOptions = true)
final class CostCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private LedgerOptions ledger;

    @Mixin
    private SinceOption since;

    @Option(names = "--by", paramLabel = "KEY", description = "One of: ${COMPLETION-CANDIDATES}.", defaultValue = "DAY")
    private CostBy by;

    @Option(names = "--csv", description = "Print comma-separated values, exact.")
    private boolean csv;

    @Override
    public Integer call() {
        if (csv && output.json()) {
            throw CommandFailure.wrongUsage("Either --json or --csv.");
        }
        Console console = output.console();
        ZoneId zone = ZoneId.systemDefault();
        Instant now = Instant.now();
        Instant from = since.from(now, zone);
        CostReport report =
                ledger.read(console, open -> CostReport.of(new LedgerReader(open).agentRuns(from, now), by, zone));
        CostText text = new CostText(report, by);
        if (output.json()) {
            console.answer(Json.of(report));
        } else if (csv) {
            text.csv().forEach(console::say);
        } else if (report.lines().isEmpty()) {
            console.say("No agent has run since " + from + ".");
        } else {
            text.text(console.style()).forEach(console::say);
        }
        return ExitCode.DONE;
    }
}
