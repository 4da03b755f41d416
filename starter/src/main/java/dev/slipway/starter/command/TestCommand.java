package dev.slipway.starter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.project.ProjectReport;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.output.Console;
import dev.slipway.starter.output.Elapsed;
import dev.slipway.starter.output.ExitCode;
import dev.slipway.starter.output.Json;
import dev.slipway.starter.run.NameResolution;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.run.Recheck;
import dev.slipway.starter.run.Reports;
import dev.slipway.starter.run.Visibility;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway test NAME}. */
@Command(
        name = "test",
        description = "Builds and tests a project's branch again; changes nothing on GitHub.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
            ProjectRow row = project.find(new Visibility(server));
            ProjectReport report = reports.of(row)
                    .orElseThrow(() -> CommandFailure.failed(
                            "No worker answers, and one is needed to test. 'slipway up' starts one."));
            console.detail("Testing " + row.repository() + " …");
            Verification verification = Recheck.run(server, row, report);
            if (output.json()) {
                console.answer(((ObjectNode) Json.of(verification)).put("workflowId", row.workflowId()));
            } else {
                tell(console, row, verification, server);
            }
            return verification.passed() ? ExitCode.DONE : ExitCode.WORK_FAILED;
        }
    }

    private void tell(Console console, ProjectRow row, Verification verification, Server server) {
        for (CommandRun run : verification.runs()) {
            console.say((run.exitCode() == 0
                            ? console.style().green("✓")
                            : console.style().red("✗")) + " "
                    + run.phase().name().toLowerCase(Locale.ROOT) + ": "
                    + run.command().lines().findFirst().orElse("") + " (" + Elapsed.of(run.duration()) + ")");
        }
        String name = NameResolution.shown(row.workflowId());
        if (verification.passed()) {
            console.say(name + " passes.");
            return;
        }
        ArtifactRef excerpt = verification.excerpt();
        if (excerpt != null) {
            try {
                console.say(
                        serverOptions.artifacts(server.engine()).text(excerpt).stripTrailing());
            } catch (IOException e) {
                console.detail(e.getMessage());
            }
        }
        console.say(name + " fails: " + verification.headline());
    }
}
