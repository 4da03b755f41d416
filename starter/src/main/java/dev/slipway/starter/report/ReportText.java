package dev.slipway.starter.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.ledger.LedgerReader.Run;
import dev.slipway.activities.ledger.WorkReport;
import dev.slipway.starter.output.Csv;
import dev.slipway.starter.output.MarkdownTable;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.output.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A report of work, for people and for spreadsheets. */
public final class ReportText {
    private static final int MOST_RUNS = 50;

    private final WorkReport report;
    private final ZoneId zone;

    /** @param zone of the times for people; those in CSV are UTC */
    public ReportText(WorkReport report, ZoneId zone) {
        this.report = report;
        this.zone = zone;
    }

    /** For a terminal. */
    public List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(title()));
        lines.add("");
        Table figures = new Table(style, "", "NOW", "BEFORE", "CHANGE");
        Trends.of(report.now(), report.before())
                .forEach(trend -> figures.row(trend.name(), trend.now(), trend.before(), trend.change()));
        lines.addAll(figures.lines());
        if (!report.errors().isEmpty()) {
            lines.add("");
            Table errors = new Table(style, "ERRORS", "STEP", "TIMES", "RUNS", "THE LAST");
            report.errors()
                    .forEach(error -> errors.row(
                            error.outcome(),
                            error.step(),
                            Integer.toString(error.times()),
                            Integer.toString(error.runs()),
                            shortened(error.example())));
            lines.addAll(errors.lines());
        }
        if (!report.runs().isEmpty()) {
            lines.add("");
            Table runs = new Table(
                    style, "ENDED", "PROJECT", "STATE", "TOOK", "ATTEMPTS", "COST", "LIST PRICE", "PULL REQUEST");
            newest().forEach(run -> runs.row(
                    Amounts.at(run.ended(), zone),
                    name(run),
                    run.state(),
                    Amounts.time(run.took()),
                    Integer.toString(run.attempts()),
                    Amounts.usd(run.costUsd()),
                    Amounts.usd(run.listPriceUsd()),
                    run.pullRequest()));
            lines.addAll(runs.lines());
            lines.addAll(left());
        }
        return lines;
    }

    /** For a pull request, an issue or a wiki. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>(List.of("# " + title(), ""));
        MarkdownTable figures = new MarkdownTable("figure", "now", "before", "change");
        Trends.of(report.now(), report.before())
                .forEach(trend -> figures.row(trend.name(), trend.now(), trend.before(), trend.change()));
        lines.addAll(figures.lines());
        if (!report.errors().isEmpty()) {
            lines.addAll(List.of("", "## Errors", ""));
            MarkdownTable errors = new MarkdownTable("error", "step", "times", "runs", "the last");
            report.errors()
                    .forEach(error -> errors.row(
                            error.outcome(),
                            error.step(),
                            Integer.toString(error.times()),
                            Integer.toString(error.runs()),
                            error.example()));
            lines.addAll(errors.lines());
        }
        if (!report.runs().isEmpty()) {
            lines.addAll(List.of("", "## Runs", ""));
            MarkdownTable runs = new MarkdownTable(
                    "ended", "project", "state", "took", "attempts", "cost", "list price", "pull request");
            newest().forEach(run -> runs.row(
                    Amounts.at(run.ended(), zone),
                    name(run),
                    run.state(),
                    Amounts.time(run.took()),
                    Integer.toString(run.attempts()),
                    Amounts.usd(run.costUsd()),
                    Amounts.usd(run.listPriceUsd()),
                    run.pullRequest()));
            lines.addAll(runs.lines());
            lines.addAll(left());
        }
        return lines;
    }

    /** One line a run, all of them; exact. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add(Csv.line(
                "started",
                "ended",
                "kind",
                "batch",
                "project",
                "toolchain",
                "state",
                "step",
                "seconds",
                "attempts",
                "usd",
                "list_price_usd",
                "repository",
                "pull_request",
                "reason"));
        for (Run run : report.runs()) {
            lines.add(Csv.line(
                    run.started(),
                    run.ended(),
                    run.kind(),
                    run.batch(),
                    run.project(),
                    run.toolchain(),
                    run.state(),
                    run.step(),
                    run.took().toSeconds(),
                    run.attempts(),
                    run.costUsd(),
                    run.listPriceUsd(),
                    run.repository(),
                    run.pullRequest(),
                    run.reason()));
        }
        return lines;
    }

    /** The figures with their trend, and the errors by kind; exact. */
    public List<String> figures() {
        List<String> lines = new ArrayList<>();
        lines.add(Csv.line("what", "name", "now", "before", "change", "change_in", "runs", "the_last"));
        for (Trends.Trend one : Trends.of(report.now(), report.before())) {
            lines.add(Csv.line(
                    "figure",
                    one.key(),
                    one.exactNow(),
                    one.exactBefore(),
                    one.trend(),
                    one.points() ? "points" : "percent",
                    null,
                    null));
        }
        report.errors()
                .forEach(error -> lines.add(Csv.line(
                        "error",
                        error.step() + ": " + error.outcome(),
                        error.times(),
                        null,
                        null,
                        null,
                        error.runs(),
                        error.example())));
        return lines;
    }

    /** By how much each figure changed against the period before; null where there is nothing to compare with. */
    public ObjectNode trend() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        Trends.of(report.now(), report.before())
                .forEach(one -> all.putObject(one.key())
                        .put("change", one.trend())
                        .put("in", one.points() ? "points" : "percent"));
        return all;
    }

    private String title() {
        return "What was done from " + Amounts.at(report.from(), zone) + " to " + Amounts.at(report.to(), zone);
    }

    private List<Run> newest() {
        List<Run> runs = new ArrayList<>(report.runs());
        Collections.reverse(runs);
        return runs.subList(0, Math.min(MOST_RUNS, runs.size()));
    }

    private List<String> left() {
        int left = report.runs().size() - MOST_RUNS;
        return left <= 0 ? List.of() : List.of("", "and " + left + " earlier ones: --format csv has them all");
    }

    private static String name(Run run) {
        return run.batch().isEmpty() ? run.project() : run.batch() + "/" + run.project();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }
}
