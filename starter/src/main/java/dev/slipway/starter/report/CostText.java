package dev.slipway.starter.report;

import dev.slipway.activities.ledger.CostBy;
import dev.slipway.activities.ledger.CostReport;
import dev.slipway.activities.ledger.CostReport.Line;
import dev.slipway.starter.output.Csv;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What agents cost, for people and for spreadsheets. */
public final class CostText {
    private final CostReport report;
    private final String title;

    public CostText(CostReport report, CostBy by) {
        this.report = report;
        this.title = by.name().toLowerCase(Locale.ROOT);
    }

    /** For a terminal: rounded. */
    public List<String> text(Style style) {
        Table table = new Table(
                style,
                title.toUpperCase(Locale.ROOT),
                "RUNS",
                "TIME",
                "IN",
                "OUT",
                "CACHE READ",
                "CACHE WRITE",
                "COST",
                "LIST PRICE");
        report.lines().forEach(line -> row(table, line));
        if (report.lines().size() > 1) {
            row(table, report.total());
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (report.total().listPriceUsd().signum() > 0) {
            lines.add("LIST PRICE is what runs under a subscription would have cost; nobody pays it.");
        }
        if (report.total().estimatedUsd().signum() > 0) {
            lines.add("Of the cost, " + Amounts.usd(report.total().estimatedUsd()) + " is estimated.");
        }
        return lines;
    }

    private static void row(Table table, Line line) {
        table.row(
                line.key(),
                Integer.toString(line.runs()),
                Amounts.time(line.time()),
                Amounts.tokens(line.tokensIn()),
                Amounts.tokens(line.tokensOut()),
                Amounts.tokens(line.tokensCacheRead()),
                Amounts.tokens(line.tokensCacheWrite()),
                Amounts.usd(line.usd()),
                Amounts.usd(line.listPriceUsd()));
    }

    /** Exact, without the total. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add(Csv.line(
                title,
                "runs",
                "seconds",
                "tokens_in",
                "tokens_out",
                "tokens_cache_read",
                "tokens_cache_write",
                "usd",
                "list_price_usd",
                "estimated_usd"));
        for (Line line : report.lines()) {
            lines.add(Csv.line(
                    line.key(),
                    line.runs(),
                    line.time().toSeconds(),
                    line.tokensIn(),
                    line.tokensOut(),
                    line.tokensCacheRead(),
                    line.tokensCacheWrite(),
                    line.usd(),
                    line.listPriceUsd(),
                    line.estimatedUsd()));
        }
        return lines;
    }
}
