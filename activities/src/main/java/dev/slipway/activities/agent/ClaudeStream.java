package dev.slipway.activities.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.activities.process.ProcessOutcome;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one run's {@code stream-json} of the Claude Code CLI. How the run ended is judged by the structure of its events
 * and the process's end only: what a model says about limits is talk, and may be quoted from a file.
 */
final class ClaudeStream {
    private static final int HEADLINE = 200;
    private static final int MOST_MESSAGES = 10_000;
    /** It becomes an argument of the next run's command, and anyone in the stream could have written it. */
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private final Consumer<String> onSession;
    private final JsonEvents events = new JsonEvents(this::event, this::text);
    private final Map<String, TokenUsage> usageByMessage = new HashMap<>();
    private @Nullable String session;
    private String model = "";
    private @Nullable JsonNode result;
    private @Nullable JsonNode rejectedLimit;
    private int retryStatus;
    private String error = "";
    private String lastText = "";
    private boolean worked;

    ClaudeStream(Consumer<String> onSession) {
        this.onSession = onSession;
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
            model = cut(event.path("model").asText(""));
            String id = event.path("session_id").asText("");
            if (SESSION.matcher(id).matches() && !id.equals(session)) {
                session = id;
                onSession.accept(id);
            }
        } else if (event.path("subtype").asText().equals("api_retry")) {
            retryStatus = event.path("error_status").asInt(0);
        }
    }

    private void assistant(JsonNode event) {
        error = event.path("error").asText("");
        JsonNode message = event.path("message");
        if (error.isEmpty()) {
            retryStatus = 0;
            worked = true;
            // The blocks of one message repeat its usage: the last one stands.
            if (usageByMessage.size() < MOST_MESSAGES) {
                usageByMessage.put(message.path("id").asText(), usage(message.path("usage")));
            }
        }
    }

    private void limit(JsonNode info) {
        if (info.path("status").asText().equals("rejected")) {
            rejectedLimit = info;
        } else if (info.path("status").isTextual()) {
            rejectedLimit = null;
        }
    }

    /** Whether the session that was to be resumed is unknown to this CLI: it ended at once and did nothing. */
    synchronized boolean resumedNothing() {
        return !worked
                && result != null
                && result.path("subtype").asText().equals("error_during_execution")
                && result.path("num_turns").asInt() == 0;
    }

    /** What the run came to. */
    synchronized AgentReport report(ProcessOutcome process) {
        AgentOutcome outcome = judge(process);
        return new AgentReport(
                outcome,
                outcome.limit() ? until() : null,
                session,
                model,
                result == null
                        ? usageByMessage.size()
                        : result.path("num_turns").asInt(),
                result == null ? BigDecimal.ZERO : result.path("total_cost_usd").decimalValue(),
                result == null ? soFar() : usage(result.path("usage")),
                denied(),
                process.exitCode(),
                outcome.worked() ? "" : headline(process),
                process.duration());
    }

    private AgentOutcome judge(ProcessOutcome process) {
        JsonNode end = result;
        if (end != null && !end.path("is_error").asBoolean()) {
            return end.path("stop_reason").asText().equals("refusal")
                    ? AgentOutcome.CONTENT_REFUSED
                    : AgentOutcome.COMPLETED;
        }
        if (process.timedOut()) {
            return AgentOutcome.TIMED_OUT;
        }
        if (process.stopped()) {
            return AgentOutcome.INTERRUPTED;
        }
        if (end == null) {
            return rejectedLimit == null ? AgentOutcome.CRASHED : limited();
        }
        return switch (end.path("subtype").asText()) {
            case "error_max_turns" -> AgentOutcome.TURN_LIMIT;
            case "error_max_budget_usd" -> AgentOutcome.SPEND_LIMIT;
            default -> failed(end);
        };
    }

    private AgentOutcome failed(JsonNode end) {
        if (rejectedLimit != null) {
            return limited();
        }
        if (end.path("terminal_reason").asText().equals("prompt_too_long")) {
            return AgentOutcome.CONTEXT_EXCEEDED;
        }
        int status = end.path("api_error_status").asInt(retryStatus);
        return switch (error) {
            case "authentication_failed", "oauth_org_not_allowed" -> AgentOutcome.AUTH_FAILED;
            case "billing_error" -> AgentOutcome.CREDIT_EXHAUSTED;
            case "rate_limit" -> AgentOutcome.RATE_LIMITED;
            default -> byStatus(status);
        };
    }

    private static AgentOutcome byStatus(int status) {
        return switch (status) {
            case 401, 403 -> AgentOutcome.AUTH_FAILED;
            case 402 -> AgentOutcome.CREDIT_EXHAUSTED;
            case 413 -> AgentOutcome.CONTEXT_EXCEEDED;
            case 429 -> AgentOutcome.RATE_LIMITED;
            default -> status >= 500 ? AgentOutcome.OVERLOADED : AgentOutcome.CRASHED;
        };
    }

    private AgentOutcome limited() {
        String kind =
                rejectedLimit == null ? "" : rejectedLimit.path("rateLimitType").asText();
        if (kind.startsWith("five_hour")) {
            return AgentOutcome.SESSION_LIMIT;
        }
        return kind.startsWith("seven_day") ? AgentOutcome.WEEKLY_LIMIT : AgentOutcome.RATE_LIMITED;
    }

    private @Nullable Instant until() {
        long seconds =
                rejectedLimit == null ? 0 : rejectedLimit.path("resetsAt").asLong();
        return seconds > 0 ? Instant.ofEpochSecond(seconds) : null;
    }

    private List<String> denied() {
        List<String> tools = new ArrayList<>();
        if (result != null) {
            result.path("permission_denials")
                    .forEach(denial -> tools.add(denial.path("tool_name").asText("?")));
        }
        return tools.stream().map(ClaudeStream::cut).distinct().limit(20).toList();
    }

    private String headline(ProcessOutcome process) {
        String said = result == null ? lastText : said(result);
        if (said.isBlank()) {
            said = "exit code " + process.exitCode();
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
