package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * What OpenAI's API says when it refuses.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">error codes</a>
 */
final class ResponsesAnswers {
    private static final RetryAfter FIVE_SECONDS = RetryAfter.seconds(Duration.ofSeconds(5));
    private static final Duration FIVE_HOURS = Duration.ofHours(5);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private ResponsesAnswers() {}

    static CannedAnswer of(Fault fault, Instant now) {
        return switch (fault.kind()) {
            case TOKEN_REVOKED -> error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.");
            case PERMISSION_DENIED ->
                error(403, "invalid_request_error", "insufficient_permissions", "You have insufficient permissions.");
            case RATE_LIMITED ->
                error(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests.")
                        .with(
                                "retry-after",
                                fault.settings().retryAfterOr(FIVE_SECONDS).header(now));
            case OVERLOADED ->
                error(503, "service_unavailable_error", "server_is_overloaded", "Our servers are overloaded.");
            case SESSION_LIMIT -> used(fault, now, false);
            case WEEKLY_LIMIT -> used(fault, now, true);
            case CREDIT_EXHAUSTED ->
                error(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota.");
            case CONTEXT_EXCEEDED ->
                error(
                        400,
                        "invalid_request_error",
                        "context_length_exceeded",
                        "Your input exceeds the context window of this model.");
            default -> error(fault.settings().statusOr(500), "server_error", "server_error", "Internal error");
        };
    }

    /** One window of a subscription is used up: Codex takes their lengths and resets from these headers. */
    private static CannedAnswer used(Fault fault, Instant now, boolean week) {
        Instant resets = fault.settings().resetsAt();
        Instant reset = resets == null ? now : resets;
        Instant later = now.plus(A_WEEK);
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("type", "usage_limit_reached")
                .put("message", "The usage limit has been reached")
                .put("plan_type", "pro")
                .put("resets_at", reset.getEpochSecond());
        return CannedAnswer.json(429, body)
                .with("x-codex-primary-used-percent", week ? 40 : 100)
                .with("x-codex-primary-window-minutes", FIVE_HOURS.toMinutes())
                .with("x-codex-primary-reset-at", reset.getEpochSecond())
                .with("x-codex-secondary-used-percent", week ? 100 : 31)
                .with("x-codex-secondary-window-minutes", A_WEEK.toMinutes())
                .with("x-codex-secondary-reset-at", (week ? reset : later).getEpochSecond());
    }

    private static CannedAnswer error(int status, String type, String code, String message) {
        ObjectNode body = Json.object();
        body.putObject("error").put("message", message).put("type", type).put("code", code);
        return CannedAnswer.json(status, body);
    }
}
