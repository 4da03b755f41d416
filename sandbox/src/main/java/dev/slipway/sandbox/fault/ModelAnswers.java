package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.world.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What Anthropic's API says when it refuses.
 *
 * @see <a href="https://docs.anthropic.com/en/api/errors">errors</a>
 * @see <a href="https://docs.anthropic.com/en/api/rate-limits">rate limits</a>
 */
final class ModelAnswers {
    private static final RetryAfter FIVE_SECONDS = RetryAfter.seconds(Duration.ofSeconds(5));
    private static final Duration A_WEEK = Duration.ofDays(7);

    private ModelAnswers() {}

    /** @param subscription whether the client is logged in by OAuth instead of showing an API key */
    static CannedAnswer of(Fault fault, boolean subscription, Instant now) {
        return switch (fault.kind()) {
            case TOKEN_REVOKED ->
                error(
                        401,
                        "authentication_error",
                        subscription
                                ? "OAuth token has been revoked. Please obtain a new token."
                                : "invalid x-api-key");
            case PERMISSION_DENIED ->
                error(403, "permission_error", "Your API key does not have permission to use the specified resource.");
            case RATE_LIMITED -> rateLimited(fault.settings().retryAfterOr(FIVE_SECONDS), now);
            case OVERLOADED -> error(529, "overloaded_error", "Overloaded");
            case SESSION_LIMIT -> used(fault, now, "five_hour");
            case WEEKLY_LIMIT -> used(fault, now, "seven_day");
            case CREDIT_EXHAUSTED ->
                error(
                        400,
                        "invalid_request_error",
                        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to"
                                + " upgrade or purchase credits.");
            case CONTEXT_EXCEEDED ->
                error(400, "invalid_request_error", "prompt is too long: 204857 tokens > 200000 maximum");
            default -> error(fault.settings().statusOr(500), "api_error", "Internal server error");
        };
    }

    private static CannedAnswer rateLimited(RetryAfter retryAfter, Instant now) {
        return error(
                        429,
                        "rate_limit_error",
                        "This request would exceed your organization's rate limit of 50 requests per minute.")
                .with("retry-after", retryAfter.header(now))
                .with("anthropic-ratelimit-requests-limit", 50)
                .with("anthropic-ratelimit-requests-remaining", 0)
                .with(
                        "anthropic-ratelimit-requests-reset",
                        now.plus(retryAfter.pause()).truncatedTo(ChronoUnit.SECONDS));
    }

    /** One window of a subscription is used up: the client shows which from these headers. */
    private static CannedAnswer used(Fault fault, Instant now, String window) {
        Instant resets = fault.settings().resetsAt();
        Instant reset = resets == null ? now : resets;
        boolean week = window.equals("seven_day");
        return error(
                        429,
                        "rate_limit_error",
                        "This request would exceed your account's rate limit. Please try again later.")
                .with(
                        "retry-after",
                        RetryAfter.seconds(Duration.between(now, reset)).header(now))
                .with("x-should-retry", false)
                .with("anthropic-ratelimit-unified-status", "rejected")
                .with("anthropic-ratelimit-unified-reset", reset.getEpochSecond())
                .with("anthropic-ratelimit-unified-representative-claim", window)
                .with("anthropic-ratelimit-unified-5h-status", week ? "allowed" : "rejected")
                .with("anthropic-ratelimit-unified-5h-reset", reset.getEpochSecond())
                .with("anthropic-ratelimit-unified-5h-utilization", week ? "0.4" : "1.0")
                .with("anthropic-ratelimit-unified-7d-status", week ? "rejected" : "allowed")
                .with(
                        "anthropic-ratelimit-unified-7d-reset",
                        week ? reset.getEpochSecond() : now.plus(A_WEEK).getEpochSecond())
                .with("anthropic-ratelimit-unified-7d-utilization", week ? "1.0" : "0.31")
                .with("anthropic-ratelimit-unified-overage-status", "rejected")
                .with("anthropic-ratelimit-unified-overage-disabled-reason", "org_level_disabled");
    }

    private static CannedAnswer error(int status, String type, String message) {
        String id = "req_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
        ObjectNode body = Json.object().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        body.put("request_id", id);
        return CannedAnswer.json(status, body).with("request-id", id);
    }
}
