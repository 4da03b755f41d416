package dev.slipway.sandbox.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.http.GitHubHeaders;
import dev.slipway.sandbox.http.RateLimits;
import dev.slipway.sandbox.http.RequestIds;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What GitHub says when it refuses: to its REST API in JSON with its headers, to Git in plain text.
 *
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">rate limits</a>
 * @see <a href="https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api">troubleshooting</a>
 */
final class GitHubAnswers {
    private static final String DOCUMENTATION = "https://docs.github.com/";
    private static final String LIMITS = DOCUMENTATION + "rest/using-the-rest-api/rate-limits-for-the-rest-api#about-";
    private static final String SSO = "https://github.com/orgs/acme/sso?authorization_request=sandbox";
    private static final RetryAfter A_MINUTE = RetryAfter.seconds(Duration.ofMinutes(1));

    private final RateLimits limits;

    GitHubAnswers(RateLimits limits) {
        this.limits = limits;
    }

    CannedAnswer of(Fault fault, Sighting request, Instant now) {
        CannedAnswer answer = request.area() == Area.GIT ? git(fault, request, now) : rest(fault, request, now);
        return answer.with("X-GitHub-Request-Id", RequestIds.next());
    }

    private CannedAnswer rest(Fault fault, Sighting request, Instant now) {
        Caller caller = request.caller();
        return switch (fault.kind()) {
            case TOKEN_REVOKED -> CannedAnswer.json(401, said(401, "Bad credentials", DOCUMENTATION + "rest"));
            case ACCOUNT_SUSPENDED ->
                described(
                        caller,
                        CannedAnswer.json(
                                403, said(403, "Sorry. Your account was suspended.", DOCUMENTATION + "articles")));
            case MISSING_SCOPE -> missingScope(caller);
            case SSO_REQUIRED ->
                described(
                                caller,
                                CannedAnswer.json(
                                        403,
                                        said(
                                                403,
                                                "Resource protected by organization SAML enforcement. You must grant your"
                                                        + " Personal Access token access to this organization.",
                                                DOCUMENTATION + "articles/authenticating-to-a-github-organization-with"
                                                        + "-saml-single-sign-on/")))
                        .with("X-GitHub-SSO", "required; url=" + SSO);
            case PRIMARY_LIMIT -> primaryLimit(fault, caller);
            case SECONDARY_LIMIT ->
                described(
                                caller,
                                CannedAnswer.json(
                                        fault.settings().statusOr(403),
                                        said(
                                                fault.settings().statusOr(403),
                                                "You have exceeded a secondary rate limit. Please wait a few minutes"
                                                        + " before you try again.",
                                                LIMITS + "secondary-rate-limits")))
                        .with(
                                "Retry-After",
                                fault.settings().retryAfterOr(A_MINUTE).header(now));
            default -> unavailable(fault.settings().statusOr(502));
        };
    }

    private static CannedAnswer git(Fault fault, Sighting request, Instant now) {
        return switch (fault.kind()) {
            case TOKEN_REVOKED ->
                CannedAnswer.text(
                                401,
                                "Invalid username or token. Password authentication is not supported for Git"
                                        + " operations.")
                        .with("WWW-Authenticate", "Basic realm=\"GitHub\"");
            case ACCOUNT_SUSPENDED ->
                CannedAnswer.text(
                        403,
                        "Your account is suspended. Please visit https://support.github.com for more information.");
            case SSO_REQUIRED ->
                CannedAnswer.text(
                        403,
                        "The organization has enabled or enforced SAML SSO. To access this repository, you must use the"
                                + " HTTPS remote with a personal access token that is authorized: " + SSO);
            case MISSING_SCOPE ->
                request.pushing()
                        ? CannedAnswer.text(403, "Write access to repository not granted.")
                        : CannedAnswer.text(404, "Repository not found.");
            case SECONDARY_LIMIT ->
                CannedAnswer.text(fault.settings().statusOr(429), "You have exceeded a secondary rate limit.")
                        .with(
                                "Retry-After",
                                fault.settings().retryAfterOr(A_MINUTE).header(now));
            default -> unavailable(fault.settings().statusOr(502));
        };
    }

    private CannedAnswer primaryLimit(Fault fault, Caller caller) {
        RateLimits.Standing standing = limits.standing(caller.bucket());
        Instant reset = fault.settings().resetsAt();
        RateLimits.Standing spent = new RateLimits.Standing(
                standing.limit(), standing.limit(), reset == null ? standing.reset() : reset.getEpochSecond());
        String who = Optional.ofNullable(caller.account())
                .map(Account::id)
                .map(id -> "user ID " + id)
                .orElse("127.0.0.1");
        ObjectNode body = said(403, "API rate limit exceeded for " + who + ".", LIMITS + "primary-rate-limits");
        return described(caller, spent, CannedAnswer.json(403, body));
    }

    /** A classic token may not know what is there; of others the permission is named. */
    private CannedAnswer missingScope(Caller caller) {
        Token token = caller.token();
        if (token == null || token.kind() == Token.Kind.CLASSIC) {
            List<String> left = token == null
                    ? List.of()
                    : token.scopes().stream()
                            .filter(scope -> !scope.equals("repo") && !scope.equals("public_repo"))
                            .toList();
            return described(caller, CannedAnswer.json(404, said(404, "Not Found", DOCUMENTATION + "rest")))
                    .with("X-OAuth-Scopes", String.join(", ", left))
                    .with("X-Accepted-OAuth-Scopes", "repo");
        }
        String what = token.kind() == Token.Kind.INSTALLATION ? "integration" : "personal access token";
        return described(
                        caller,
                        CannedAnswer.json(403, said(403, "Resource not accessible by " + what, DOCUMENTATION + "rest")))
                .with("X-Accepted-GitHub-Permissions", "contents=write");
    }

    private static CannedAnswer unavailable(int status) {
        return switch (status) {
            case 500 -> CannedAnswer.json(500, Json.object().put("message", "Server Error"));
            case 503 ->
                CannedAnswer.html(
                        503, "<html><body><p>No server is available to handle this request.</p></body></html>");
            default -> CannedAnswer.json(status, Json.object().put("message", "Server Error"));
        };
    }

    private CannedAnswer described(Caller caller, CannedAnswer answer) {
        return described(caller, limits.standing(caller.bucket()), answer);
    }

    private static CannedAnswer described(Caller caller, RateLimits.Standing standing, CannedAnswer answer) {
        CannedAnswer described = answer;
        for (Map.Entry<String, String> header :
                GitHubHeaders.of(caller, standing).entrySet()) {
            described = described.with(header.getKey(), header.getValue());
        }
        return described;
    }

    private static ObjectNode said(int status, String message, String documentation) {
        return Json.object()
                .put("message", message)
                .put("documentation_url", documentation)
                .put("status", String.valueOf(status));
    }
}
