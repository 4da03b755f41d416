package dev.slipway.activities.agent;

import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.run.AgentName;
import dev.slipway.settings.installation.AgentSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Claude Code CLI without a terminal, read through its stream of JSON.
 *
 * <p>Its own retries are kept short: waiting for a provider is the workflow's business, which shows it and gives the
 * host's slot to others meanwhile.
 */
public final class ClaudeAgent implements CodingAgent {
    private static final List<String> TOOLS = List.of("Bash", "Edit", "Glob", "Grep", "Read", "Write");
    private static final int RETRIES = 3;
    private static final Duration REQUEST = Duration.ofMinutes(10);

    private final AgentSettings settings;
    private final AgentProgram program;
    private final Supplier<Map<String, String>> credentials;

    /** @param credentials the seat's variables and the configured additions, resolved for each run */
    ClaudeAgent(AgentSettings settings, AgentProgram program, Supplier<Map<String, String>> credentials) {
        this.settings = settings;
        this.program = program;
        this.credentials = credentials;
    }

    @Override
    public AgentName name() {
        return settings.name();
    }

    @Override
    public List<Path> sessionFolders() {
        return List.of(Path.of(".claude", "projects"));
    }

    @Override
    public AgentReport run(AgentJob job) throws IOException, InterruptedException {
        ClaudeStream stream = new ClaudeStream(job.watcher()::session);
        ProcessOutcome outcome = program.run(command(job.session()), variables(), job, stream::line);
        if (job.session() != null && !outcome.stopped() && stream.resumedNothing()) {
            ClaudeStream anew = new ClaudeStream(job.watcher()::session);
            ProcessOutcome second = program.run(command(null), variables(), job, anew::line);
            return anew.report(second);
        }
        return stream.report(outcome);
    }

    private List<String> command(@Nullable String session) {
        List<String> command = new ArrayList<>(settings.command().isEmpty() ? List.of("claude") : settings.command());
        command.addAll(
                List.of("-p", "--output-format", "stream-json", "--verbose", "--permission-mode", "acceptEdits"));
        List<String> tools = settings.tools().isEmpty() ? TOOLS : settings.tools();
        command.addAll(List.of("--tools", String.join(",", tools)));
        if (program.isolated()) {
            // Where nothing can be harmed nothing need be asked: there is nobody to answer.
            command.addAll(List.of("--allowedTools", String.join(",", tools)));
        }
        if (settings.model() != null) {
            command.addAll(List.of("--model", settings.model()));
        }
        if (settings.maxTurns() > 0) {
            command.addAll(List.of("--max-turns", Integer.toString(settings.maxTurns())));
        }
        if (session != null) {
            command.addAll(List.of("--resume", session));
        }
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CLAUDE_CODE_MAX_RETRIES", Integer.toString(RETRIES));
        variables.put("API_TIMEOUT_MS", Long.toString(REQUEST.toMillis()));
        variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        variables.put("DISABLE_TELEMETRY", "1");
        variables.put("DISABLE_ERROR_REPORTING", "1");
        variables.put("DISABLE_AUTOUPDATER", "1");
        if (settings.baseUrl() != null) {
            variables.put("ANTHROPIC_BASE_URL", settings.baseUrl().toString());
        }
        variables.putAll(credentials.get());
        return variables;
    }
}
