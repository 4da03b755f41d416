package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.ledger.LedgerReader;
import dev.slipway.activities.ledger.WorkReport;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.report.ReportText;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway report}. */
@Command(
        name = "report",
        description =
                "Tells what was done, from the ledger: success, times, attempts, errors, and the trend against the period"
                        + " before.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    /** How a report is printed. */
    enum Format {
        TEXT,
        JSON,
        CSV,
        FIGURES,
        MARKDOWN
    }

    @Mixin
    private OutputOptions output;

    @Mixin
    private LedgerOptions ledger;

    @Mixin
    private SinceOption since;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of: ${COMPLETION-CANDIDATES}. CSV has a line for each run,"
                    + " FIGURES is CSV too, with the figures, their trend and the errors by kind.",
            defaultValue = "TEXT")
    private Format format;

    @Override
    public Integer call() {
        Console console = output.console();
        ZoneId zone = ZoneId.systemDefault();
        Instant now = Instant.now();
        Instant from = since.from(now, zone);
        WorkReport report = ledger.read(console, open -> WorkReport.of(new LedgerReader(open), from, now));
        ReportText text = new ReportText(report, zone);
        switch (output.json() ? Format.JSON : format) {
            case JSON -> console.answer(((ObjectNode) Json.of(report)).set("trend", text.trend()));
            case CSV -> text.csv().forEach(console::say);
            case FIGURES -> text.figures().forEach(console::say);
            case MARKDOWN -> text.markdown().forEach(console::say);
            case TEXT -> text.text(console.style()).forEach(console::say);
        }
        return ExitCode.DONE;
    }
}
