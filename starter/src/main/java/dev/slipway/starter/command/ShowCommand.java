package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.change.TimelineEntry;
import dev.slipway.project.ProjectReport;
import dev.slipway.run.RunState;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.output.Style;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Reports;
import dev.slipway.starter.run.RowJson;
import dev.slipway.starter.run.Visibility;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway show NAME}. */
@Command(
        name = "show",
        description = "Shows a project: where it is, what it waits for, what happened.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int EXCERPT_LINES = 10;
    private static final int EXCERPT_WIDTH = 160;
    private static final int EARLIER_SHOWN = 5;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Mixin
    private ProjectOptions project;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Server server = serverOptions.connect(console);
                Reports reports = new Reports(server, PATIENCE)) {
            Visibility visibility = new Visibility(server);
            ProjectRow row = project.find(visibility);
            List<ProjectRow> earlier = visibility.earlier(row);
            Optional<ProjectReport> report = reports.of(row);
            String failure = report.map(ProjectReport::reason).orElseGet(() -> reports.failure(row));
            if (output.json()) {
                ObjectNode node = RowJson.of(row);
                node.put("reason", failure);
                node.put("webUi", server.engine().link(row.workflowId()));
                node.set("report", report.map(Json::of).orElse(null));
                ArrayNode before = node.putArray("earlier");
                earlier.forEach(run -> before.add(RowJson.of(run)
                        .set("report", reports.of(run).map(Json::of).orElse(null))));
                console.answer(node);
            } else {
                show(console, server, row, failure);
                ArtifactStore artifacts = serverOptions.artifacts(server.engine());
                report.ifPresent(found -> show(console, found, artifacts));
                if (report.isEmpty()) {
                    console.say("(No worker answered, so this is what the server knows by itself.)");
                }
                earlier.stream().limit(EARLIER_SHOWN).forEach(run -> showEarlier(console, run, reports, artifacts));
                if (earlier.size() > EARLIER_SHOWN) {
                    console.say("and " + (earlier.size() - EARLIER_SHOWN) + " runs before that");
                }
                next(console, row);
            }
        }
        return ExitCode.DONE;
    }

    private static void show(Console console, Server server, ProjectRow row, String failure) {
        Style style = console.style();
        Instant end = row.closedAt() == null ? Instant.now() : row.closedAt();
        console.say(style.bold(NameResolution.shown(row.workflowId())) + "  " + BatchStatus.word(row.state())
                + (row.step().isEmpty() ? "" : ", step " + row.step())
                + (row.waitingFor().isEmpty() ? "" : ", waits for " + row.waitingFor())
                + (row.waitingUntil() == null ? "" : " until " + row.waitingUntil())
                + ", " + Elapsed.of(Duration.between(row.startedAt(), end)));
        field(console, "reason", failure);
        field(console, "repository", row.repository());
        field(console, "account", row.account());
        field(console, "agent", row.agent());
        field(console, "attempts", row.attempts() == 0 ? "" : Long.toString(row.attempts()));
        field(console, "Web UI", server.engine().link(row.workflowId()));
    }

    /** What an execution did that was followed by the one above. */
    private static void showEarlier(Console console, ProjectRow run, Reports reports, ArtifactStore artifacts) {
        Optional<ProjectReport> report = reports.of(run);
        String why = report.map(ProjectReport::reason).orElseGet(() -> reports.failure(run));
        Instant end = run.closedAt() == null ? Instant.now() : run.closedAt();
        console.say("Before that: " + BatchStatus.word(run.state())
                + (run.step().isEmpty() ? "" : " in step " + run.step()) + ", "
                + Elapsed.of(Duration.between(run.startedAt(), end))
                + (run.attempts() == 0 ? "" : ", attempts " + run.attempts())
                + (why.isEmpty() ? "" : ": " + why));
        report.ifPresent(found -> timeline(console, found, artifacts));
    }

    private static void show(Console console, ProjectReport report, ArtifactStore artifacts) {
        field(console, "pull request", report.pullRequest());
        field(console, "run key", report.runKey().value());
        field(console, "host", report.host() == null ? "" : report.host().value());
        field(
                console,
                "cost",
                report.costUsd().signum() == 0 ? "" : "$" + report.costUsd().toPlainString());
        field(console, "GitHub", report.githubRequests() + " requests");
        timeline(console, report, artifacts);
    }

    private static void timeline(Console console, ProjectReport report, ArtifactStore artifacts) {
        for (TimelineEntry entry : report.timeline()) {
            console.say("  " + entry.at().toString().substring(0, 19).replace('T', ' ') + "  " + mark(console, entry)
                    + " " + entry.what() + (entry.took() == null ? "" : " (" + Elapsed.of(entry.took()) + ")"));
            if (Boolean.FALSE.equals(entry.ok()) && entry.artifact() != null) {
                excerpt(artifacts, entry.artifact()).forEach(line -> console.say("        | " + line));
            }
        }
    }

    /** The end of what a failed step said; nothing where it can't be read here. */
    private static List<String> excerpt(ArtifactStore artifacts, ArtifactRef output) {
        try {
            List<String> lines = artifacts
                    .text(output)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.subList(Math.max(0, lines.size() - EXCERPT_LINES), lines.size()).stream()
                    .map(line -> line.length() > EXCERPT_WIDTH ? line.substring(0, EXCERPT_WIDTH) + "…" : line)
                    .toList();
        } catch (IOException e) {
            return List.of("(" + output.uri() + " can't be read here: " + e.getMessage() + ")");
        }
    }

    private static String mark(Console console, TimelineEntry entry) {
        if (entry.ok() == null) {
            return "·";
        }
        return entry.ok() ? console.style().green("✓") : console.style().red("✗");
    }

    private static void field(Console console, String name, String value) {
        if (!value.isEmpty()) {
            console.say("  %-13s %s".formatted(name, value));
        }
    }

    private static void next(Console console, ProjectRow row) {
        String name = NameResolution.shown(row.workflowId());
        if (row.state() == RunState.PAUSED) {
            console.say("Next: slipway resume " + name);
        } else if (row.waitingFor().equals("gate")) {
            console.say("Next: slipway approve " + name + " or slipway reject " + name + " --reason TEXT");
        } else if (row.state() == RunState.NEEDS_ATTENTION) {
            console.say("Next: slipway logs " + name + ", then slipway retry " + name + " (--from STEP), slipway skip "
                    + name + " or slipway abandon " + name);
        } else if (row.state() == RunState.FAILED || row.state() == RunState.CANCELLED) {
            console.say("Next: slipway logs " + name + ", then slipway retry " + name);
        }
    }
}
