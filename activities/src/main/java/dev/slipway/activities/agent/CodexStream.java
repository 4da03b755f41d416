package dev.slipway.activities.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.agent.RunSigns.Ending;
import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one run's {@code codex exec --json}, and takes from it the signs by which it is judged. */
final class CodexStream {
    private static final int HEADLINE = 200;
    private static final Set<String> EVENTS = Set.of(
            "thread.started",
            "turn.started",
            "turn.completed",
            "turn.failed",
            "item.started",
            "item.updated",
            "item.completed",
            "error");
    /** It becomes an argument of the next run's command, and a part of a file's name. */
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private final OutcomeClassifier classifier;
    private final AgentJob.Watcher watcher;
    private final JsonEvents events = new JsonEvents(EVENTS, this::event, this::text);
    private @Nullable String session;
    private boolean begun;
    private Ending ending = Ending.NONE;
    private TokenUsage thread = TokenUsage.NONE;
    private int messages;
    private String lastError = "";
    private String lastText = "";

    CodexStream(OutcomeClassifier classifier, AgentJob.Watcher watcher) {
        this.classifier = classifier;
        this.watcher = watcher;
    }

    synchronized void line(String line) {
        events.line(line);
    }

    private void text(String line) {
        lastText = line;
    }

    private void event(JsonNode event) {
        switch (event.path("type").asText()) {
            case "thread.started" -> started(event.path("thread_id").asText(""));
            case "item.completed" -> {
                if (!event.path("item").path("type").asText().equals("error")) {
                    if (messages++ == 0) {
                        watcher.answered();
                    }
                }
            }
            case "turn.completed" -> {
                ending = Ending.DONE;
                thread = usage(event.path("usage"));
            }
            case "turn.failed" -> {
                ending = Ending.FAILED;
                lastError = event.path("error").path("message").asText(lastError);
            }
            case "error" -> lastError = event.path("message").asText("");
            default -> {
                // other events say nothing about how the run ends
            }
        }
    }

    private void started(String id) {
        begun = true;
        if (SESSION.matcher(id).matches() && !id.equals(session)) {
            session = id;
            watcher.session(id);
        }
    }

    /** Whether it came up: one that knows nothing of the session that it was to resume does not. */
    synchronized boolean begun() {
        return begun;
    }

    synchronized @Nullable String session() {
        return session;
    }

    /**
     * What the run came to.
     *
     * @param before the session as it was before the run: its tokens are counted on by a resumed one
     * @param after the session as the run left it
     * @param resumed the session that it was to go on with; null for none
     */
    synchronized AgentReport report(AgentEnd end, CodexSession before, CodexSession after, @Nullable String resumed) {
        RunSigns signs =
                new RunSigns(ending, begun, after.cause(), after.status(), after.limit(), ending == Ending.FAILED);
        OutcomeClassifier.Verdict verdict = classifier.judge(signs, end);
        return new AgentReport(
                verdict.outcome(),
                verdict.until(),
                // One that ended before it told its session has not lost it.
                session == null ? resumed : session,
                after.model(),
                messages,
                BigDecimal.ZERO,
                false,
                since(before.tokens(), thread.equals(TokenUsage.NONE) ? after.tokens() : thread),
                List.of(),
                end.exitCode(),
                verdict.outcome().worked() ? "" : headline(end),
                end.duration());
    }

    private static TokenUsage since(TokenUsage before, TokenUsage after) {
        return new TokenUsage(
                Math.max(0, after.input() - before.input()),
                Math.max(0, after.output() - before.output()),
                Math.max(0, after.cacheRead() - before.cacheRead()),
                Math.max(0, after.cacheWrite() - before.cacheWrite()));
    }

    /** Tokens of the whole thread; the cached ones are among the input's. */
    static TokenUsage usage(JsonNode usage) {
        long cached = usage.path("cached_input_tokens").asLong();
        long written = usage.path("cache_write_input_tokens").asLong();
        return new TokenUsage(
                Math.max(0, usage.path("input_tokens").asLong() - cached - written),
                usage.path("output_tokens").asLong(),
                cached,
                written);
    }

    private String headline(AgentEnd end) {
        String said = lastError.isBlank() ? lastText : lastError;
        String line = said.isBlank()
                ? "exit code " + end.exitCode()
                : said.lines().findFirst().orElse("").strip();
        return line.length() > HEADLINE ? line.substring(0, HEADLINE) : line;
    }
}
