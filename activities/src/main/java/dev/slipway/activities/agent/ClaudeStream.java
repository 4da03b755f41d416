package dev.slipway.activities.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.agent.RunSigns.Cause;
import dev.slipway.activities.agent.RunSigns.Ending;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one run's {@code stream-json} of the Claude Code CLI, and takes from it the signs by which it is judged. */
final class ClaudeStream {
    private static final int HEADLINE = 200;
    private static final int MOST_MESSAGES = 10_000;
    private static final Set<String> EVENTS = Set.of("system", "assistant", "user", "result", "rate_limit_event");
    /** It becomes an argument of the next run's command, and anyone in the stream could have written it. */
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    /** The CLI's own words in the model's place. */
    private static final String SYNTHETIC = "<synthetic>";

    private final OutcomeClassifier classifier;
    private final AgentJob.Watcher watcher;
    private final JsonEvents events = new JsonEvents(EVENTS, this::event, this::text);
    private final Map<String, TokenUsage> usageByMessage = new HashMap<>();
    private @Nullable String session;
    private String model = "";
    private @Nullable JsonNode result;
    private @Nullable ProviderLimit limit;
    private boolean limitStands;
    private boolean begun;
    private int status;
    /** Whether it has been trying to get past its provider's trouble since the model spoke last. */
    private boolean retries;

    private String error = "";
    private String lastText = "";
    private boolean worked;

    ClaudeStream(OutcomeClassifier classifier, AgentJob.Watcher watcher) {
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
            case "system" -> system(event);
            case "assistant" -> assistant(event);
            case "rate_limit_event" -> limit(event.path("rate_limit_info"));
            case "result" -> result = event;
            default -> {
                // other events say nothing about how the run ends
            }
        }
    }

    private void system(JsonNode event) {
        if (event.path("subtype").asText().equals("init")) {
            begun = true;
            model = cut(event.path("model").asText(""));
            String id = event.path("session_id").asText("");
            if (SESSION.matcher(id).matches() && !id.equals(session)) {
                session = id;
                watcher.session(id);
            }
        } else if (event.path("subtype").asText().equals("api_retry")) {
            // None where there was no answer at all.
            status = event.path("error_status").asInt(0);
            retries = true;
        }
    }

    private void assistant(JsonNode event) {
        JsonNode message = event.path("message");
        error = event.path("error").asText("");
        if (error.isEmpty() && !message.path("model").asText().equals(SYNTHETIC)) {
            status = 0;
            retries = false;
            limitStands &= events.isTangled();
            if (!worked) {
                worked = true;
                watcher.answered();
            }
            // The blocks of one message repeat its usage: the last one stands.
            if (usageByMessage.size() < MOST_MESSAGES) {
                usageByMessage.put(message.path("id").asText(), usage(message.path("usage")));
            }
            return;
        }
        status = event.path("api_error_status").asInt(status);
        JsonNode named = event.path("api_error_params").path("rate_limit_info");
        if (named.isObject()) {
            limit(named);
        }
    }

    private void limit(JsonNode info) {
        limitStands = info.path("status").asText().equals("rejected");
        if (limitStands) {
            limit = new ProviderLimit(window(info.path("rateLimitType").asText()), until(info.path("resetsAt")));
        } else if (info.path("status").isTextual()) {
            limit = null;
        }
    }

    private static ProviderLimit.Window window(String kind) {
        if (kind.startsWith("five_hour")) {
            return ProviderLimit.Window.SESSION;
        }
        return kind.startsWith("seven_day") ? ProviderLimit.Window.WEEK : ProviderLimit.Window.OTHER;
    }

    private static @Nullable Instant until(JsonNode seconds) {
        long at = seconds.asLong();
        return at > 0 && at < ProviderLimit.LATEST ? Instant.ofEpochSecond(at) : null;
    }

    /** Whether the session that was to be resumed is unknown to this CLI: it ended at once and did nothing. */
    synchronized boolean resumedNothing() {
        return !worked
                && result != null
                && result.path("subtype").asText().equals("error_during_execution")
                && result.path("num_turns").asInt() == 0;
    }

    /**
     * What the run came to.
     *
     * @param resumed the session that it was to go on with; null for none
     */
    synchronized AgentReport report(AgentEnd end, @Nullable String resumed) {
        tornEnd(end);
        OutcomeClassifier.Verdict verdict = classifier.judge(signs(), end);
        AgentOutcome outcome = verdict.outcome();
        return new AgentReport(
                outcome,
                verdict.until(),
                // One that ended before it told its session has not lost it.
                session == null && !resumedNothing() ? resumed : session,
                model,
                result == null
                        ? usageByMessage.size()
                        : result.path("num_turns").asInt(),
                result == null ? BigDecimal.ZERO : result.path("total_cost_usd").decimalValue(),
                false,
                result == null || !result.has("usage") ? soFar() : usage(result.path("usage")),
                denied(),
                end.exitCode(),
                outcome.worked() ? "" : headline(end),
                end.duration());
    }

    /** A last line without its end is believed where what is missing could change nothing. */
    private void tornEnd(AgentEnd end) {
        JsonNode torn = events.torn();
        if (torn == null) {
            return;
        }
        if (torn.path("type").asText().equals("rate_limit_event")) {
            event(torn);
        } else if (result == null && torn.path("type").asText().equals("result") && torn.has("is_error")) {
            result = torn.path("is_error").asBoolean() || end.exitCode() == 0 ? torn : null;
        }
    }

    private RunSigns signs() {
        JsonNode end = result;
        if (end == null) {
            Cause unanswered = retries && status == 0 ? Cause.PROVIDER : Cause.NONE;
            return new RunSigns(Ending.NONE, begun, unanswered, status, limit, limitStands);
        }
        int last = end.path("api_error_status").asInt(status);
        return end.path("is_error").asBoolean()
                ? new RunSigns(Ending.FAILED, true, cause(end, last), last, limit, limitStands)
                : new RunSigns(Ending.DONE, true, refusal(end), 0, limit, limitStands);
    }

    private static Cause refusal(JsonNode end) {
        return end.path("stop_reason").asText().equals("refusal") ? Cause.REFUSAL : Cause.NONE;
    }

    private Cause cause(JsonNode end, int last) {
        String subtype = end.path("subtype").asText();
        if (subtype.equals("error_max_turns")) {
            return Cause.TURNS;
        }
        if (subtype.equals("error_max_budget_usd")) {
            return Cause.SPEND;
        }
        if (end.path("terminal_reason").asText().equals("prompt_too_long")) {
            return Cause.CONTEXT;
        }
        return switch (error) {
            case "authentication_failed", "oauth_org_not_allowed" -> Cause.LOGIN;
            case "billing_error" -> Cause.CREDIT;
            case "rate_limit" -> Cause.RATE;
            // Also said where there was no answer at all, and so no status.
            case "server_error", "overloaded" -> last == 0 || last >= 500 ? Cause.PROVIDER : Cause.NONE;
            default -> refusal(end);
        };
    }

    private List<String> denied() {
        List<String> tools = new ArrayList<>();
        if (result != null) {
            result.path("permission_denials")
                    .forEach(denial -> tools.add(denial.path("tool_name").asText("?")));
        }
        return tools.stream().map(ClaudeStream::cut).distinct().limit(20).toList();
    }

    private String headline(AgentEnd end) {
        String said = result == null ? lastText : said(result);
        if (said.isBlank()) {
            said = "exit code " + end.exitCode();
        }
        return cut(said.lines().findFirst().orElse("").strip());
    }

    private static String cut(String line) {
        return line.length() > HEADLINE ? line.substring(0, HEADLINE) : line;
    }

    private static String said(JsonNode end) {
        return end.path("errors").isEmpty()
                ? end.path("result").asText("")
                : end.path("errors").path(0).asText("");
    }

    private TokenUsage soFar() {
        return usageByMessage.values().stream().reduce(TokenUsage.NONE, TokenUsage::plus);
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("cache_read_input_tokens").asLong(),
                usage.path("cache_creation_input_tokens").asLong());
    }
}
