package dev.slipway.activities.agent;

import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.SeatSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
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
    static final String PROGRAM = "claude";

    private static final List<String> TOOLS = List.of("Bash", "Edit", "Glob", "Grep", "Read", "Write");
    /** The CLI takes no budget of nothing; the pool allows no run that has none. */
    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private static final int RETRIES = 3;
    /**
     * Until an answer begins, not until it ends: a stream may last longer. With its retries a run that gets no answer is over
     * before its usual time is, and each retry is a sign of life: it ends by itself, and says why.
     */
    private static final Duration REQUEST = Duration.ofMinutes(3);

    private final AgentSettings settings;
    /** A subscription's dollars are notional: its night must not end on them. */
    private final boolean metered;

    private final AgentProgram program;
    private final Supplier<Map<String, String>> credentials;

    /** @param credentials the seat's variables and the configured additions, resolved for each run */
    ClaudeAgent(
            AgentSettings settings,
            @Nullable SeatSettings seat,
            AgentProgram program,
            Supplier<Map<String, String>> credentials) {
        this.settings = settings;
        this.metered = seat == null || seat.billing() == Billing.METERED;
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
    public Duration silence() {
        return settings.stallAfter();
    }

    @Override
    public AgentReport run(AgentJob job) throws IOException, InterruptedException {
        ClaudeStream stream = stream(job);
        AgentEnd end = program.run(command(job, job.session()), variables(), job, stream::line);
        if (job.session() != null && end.byItself() && stream.resumedNothing()) {
            ClaudeStream anew = stream(job);
            return anew.report(program.run(command(job, null), variables(), job, anew::line), null);
        }
        return stream.report(end, job.session());
    }

    private static ClaudeStream stream(AgentJob job) {
        return new ClaudeStream(new OutcomeClassifier(Clock.systemUTC()), job.watcher());
    }

    private List<String> command(AgentJob job, @Nullable String session) {
        List<String> command = new ArrayList<>(settings.command().isEmpty() ? List.of(PROGRAM) : settings.command());
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
        if (metered && job.mostUsd() != null) {
            command.addAll(List.of("--max-budget-usd", job.mostUsd().max(LEAST).toPlainString()));
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
