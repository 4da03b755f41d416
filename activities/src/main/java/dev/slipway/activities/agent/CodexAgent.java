package dev.slipway.activities.agent;

import dev.slipway.run.AgentName;
import dev.slipway.settings.installation.AgentSettings;
import java.io.IOException;
import java.net.URI;
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
 * The Codex CLI without a terminal: {@code codex exec --json}, read through its events and the session file that it keeps
 * in its HOME, which alone tells the causes of failures by codes.
 *
 * <p>It is told its provider in full, so that nothing in a file of its HOME decides where requests and the key go.
 */
public final class CodexAgent implements CodingAgent {
    static final String PROGRAM = "codex";
    /** Of the seat's key in its environment; the provider names it. */
    static final String KEY = "OPENAI_API_KEY";

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final String PROVIDER = "slipway";
    private static final Path SESSIONS = Path.of(".codex", "sessions");
    /** Of requests that failed on the way; it does not repeat one that was refused with 429. */
    private static final int REQUEST_RETRIES = 2;

    private final AgentSettings settings;
    private final AgentProgram program;
    private final Supplier<Map<String, String>> credentials;

    /** @param credentials the seat's variables and the configured additions, resolved for each run */
    CodexAgent(AgentSettings settings, AgentProgram program, Supplier<Map<String, String>> credentials) {
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
        return List.of(SESSIONS);
    }

    @Override
    public Duration silence() {
        return settings.stallAfter();
    }

    @Override
    public AgentReport run(AgentJob job) throws IOException, InterruptedException {
        String session = job.session();
        CodexStream stream = stream(job);
        CodexSession before = CodexSession.read(job.home().resolve(SESSIONS), session);
        AgentEnd end = program.run(command(session), variables(), job, stream::line);
        if (session != null && !stream.begun() && end.byItself()) {
            // It knows no such session, and says so before it begins.
            stream = stream(job);
            before = CodexSession.NONE;
            end = program.run(command(null), variables(), job, stream::line);
        }
        CodexSession after = CodexSession.read(job.home().resolve(SESSIONS), stream.session());
        // Where it does not begin in either way, that says nothing of the session.
        return stream.report(end, before, after, session);
    }

    private static CodexStream stream(AgentJob job) {
        return new CodexStream(new OutcomeClassifier(Clock.systemUTC()), job.watcher());
    }

    private List<String> command(@Nullable String session) {
        List<String> command = new ArrayList<>(settings.command().isEmpty() ? List.of(PROGRAM) : settings.command());
        command.add("exec");
        if (session != null) {
            command.add("resume");
        }
        command.addAll(List.of("--json", "--skip-git-repo-check"));
        if (program.isolated()) {
            // A sandbox of its own can't be set up inside ours, and nobody is there to answer.
            command.add("--dangerously-bypass-approvals-and-sandbox");
        } else {
            configure(command, "sandbox_mode", "\"workspace-write\"");
            configure(command, "approval_policy", "\"never\"");
        }
        URI baseUrl = settings.baseUrl() == null ? OPENAI : settings.baseUrl();
        configure(command, "model_provider", quoted(PROVIDER));
        configure(
                command,
                "model_providers." + PROVIDER,
                "{name=" + quoted(PROVIDER) + ",base_url=" + quoted(baseUrl.toString())
                        + ",wire_api=\"responses\",env_key=" + quoted(KEY) + ",request_max_retries="
                        + REQUEST_RETRIES + ",stream_max_retries=0}");
        if (settings.model() != null) {
            command.addAll(List.of("-m", settings.model()));
        }
        if (session != null) {
            command.add(session);
        }
        command.add("-");
        return command;
    }

    private static void configure(List<String> command, String key, String toml) {
        command.addAll(List.of("-c", key + "=" + toml));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private Map<String, String> variables() {
        return new LinkedHashMap<>(credentials.get());
    }
}
