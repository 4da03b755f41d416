package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.change.Step;
import dev.slipway.change.TimelineEntry;
import dev.slipway.project.ProjectReport;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.run.BatchStatus;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Reports;
import dev.slipway.starter.run.Visibility;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway logs NAME}. */
@Command(
        name = "logs",
        description = "Prints what happened in a project, with transcripts and build logs.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final long FOLLOW_MILLIS = 1_000;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ServerOptions serverOptions;

    @Mixin
    private ProjectOptions project;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the project is over; with --json one object a line.")
    private boolean follow;

    @Option(names = "--step", paramLabel = "STEP", description = "Only of this step: ${COMPLETION-CANDIDATES}.")
    private @Nullable Step step;

    @Override
    public Integer call() throws InterruptedException {
        Console console = output.console();
        try (Server server = serverOptions.connect(console);
                Reports reports = new Reports(server, PATIENCE)) {
            Visibility visibility = new Visibility(server);
            ArtifactStore artifacts = serverOptions.artifacts(server.engine());
            ProjectRow row = project.find(visibility);
            @Nullable Instant shown = null;
            while (true) {
                ProjectReport report = reports.of(row)
                        .orElseThrow(() -> CommandFailure.failed(
                                "No worker answered; a project's log is told by a worker. Is one running? ('slipway"
                                        + " worker list', 'slipway up')"));
                shown = show(console, artifacts, report.timeline(), shown);
                if (!follow || report.state().rests()) {
                    if (follow && !output.json()) {
                        console.say("It is " + BatchStatus.word(report.state()) + ".");
                    }
                    return ExitCode.DONE;
                }
                Thread.sleep(FOLLOW_MILLIS);
                row = visibility.project(row.workflowId()).orElse(row);
            }
        }
    }

    /** Prints what is newer, and tells up to when it has printed. */
    private @Nullable Instant show(
            Console console, ArtifactStore artifacts, List<TimelineEntry> timeline, @Nullable Instant after) {
        @Nullable Instant last = after;
        for (TimelineEntry entry : timeline) {
            if (last != null && after != null && !entry.at().isAfter(after)) {
                continue;
            }
            last = entry.at();
            if (step != null && entry.step() != step) {
                continue;
            }
            String text = text(artifacts, entry.artifact());
            if (output.json()) {
                ObjectNode node = JsonNodeFactory.instance
                        .objectNode()
                        .put("at", entry.at().toString())
                        .put("step", entry.step().name())
                        .put("what", entry.what())
                        .put("ok", entry.ok())
                        .put(
                                "tookMs",
                                entry.took() == null ? null : entry.took().toMillis())
                        .put(
                                "artifact",
                                entry.artifact() == null
                                        ? null
                                        : entry.artifact().uri())
                        .put("text", text);
                console.answer(node);
            } else {
                console.say(console.style().bold("== " + entry.at() + "  " + entry.what()));
                if (!text.isEmpty()) {
                    console.say(text.stripTrailing());
                }
            }
        }
        return last;
    }

    private static String text(ArtifactStore artifacts, @Nullable ArtifactRef ref) {
        if (ref == null) {
            return "";
        }
        try {
            return artifacts.text(ref);
        } catch (IOException e) {
            return "(" + ref.uri() + " can't be read here: " + e.getMessage() + ")";
        }
    }
}
