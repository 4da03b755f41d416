package dev.slipway.sandbox.http;

import dev.slipway.sandbox.world.Caller;
import dev.slipway.sandbox.world.Token;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of every answer of the REST API: versions, how the rate limit stands, what the token may. */
public final class GitHubHeaders {
    private GitHubHeaders() {}

    public static Map<String, String> of(Caller caller, RateLimits.Standing standing) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-GitHub-Request-Id", RequestIds.next());
        headers.put("X-GitHub-Media-Type", "github.v3; format=json");
        headers.put("X-GitHub-Api-Version-Selected", "2022-11-28");
        headers.put("X-RateLimit-Limit", String.valueOf(standing.limit()));
        headers.put("X-RateLimit-Remaining", String.valueOf(standing.remaining()));
        headers.put("X-RateLimit-Used", String.valueOf(standing.used()));
        headers.put("X-RateLimit-Reset", String.valueOf(standing.reset()));
        headers.put("X-RateLimit-Resource", "core");
        Token token = caller.token();
        if (token != null && token.kind() == Token.Kind.CLASSIC) {
            headers.put("X-OAuth-Scopes", String.join(", ", token.scopes()));
            headers.put("X-Accepted-OAuth-Scopes", "");
        }
        return headers;
    }
}
