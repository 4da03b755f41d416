package dev.slipway.sandbox.claude;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model endpoint, asked only whether it would answer. The older HTTP client: a new JVM has it sooner. */
final class ModelEndpoint {
    private static final int PATIENCE_MILLIS = 30_000;

    private final @Nullable String url;
    private final @Nullable String key;
    private final @Nullable String login;

    /**
     * What it says.
     *
     * @param status of the HTTP answer
     * @param claim which of a subscription's windows is used up, as the endpoint names it; empty for none
     * @param reset when that one begins anew, in seconds since 1970; 0 where it does not say
     */
    record Answer(int status, String claim, long reset) {}

    private ModelEndpoint(@Nullable String url, @Nullable String key, @Nullable String login) {
        this.url = url;
        this.key = key;
        this.login = login;
    }

    /** Where Claude Code would look for it; without an address all is well. */
    static ModelEndpoint ofEnvironment(Map<String, String> environment) {
        return new ModelEndpoint(
                environment.get("ANTHROPIC_BASE_URL"),
                environment.get("ANTHROPIC_API_KEY"),
                environment.get("CLAUDE_CODE_OAUTH_TOKEN"));
    }

    Answer ask() throws IOException {
        if (url == null) {
            return new Answer(200, "", 0);
        }
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url.concat("/v1/models")).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        if (key != null) {
            connection.setRequestProperty("x-api-key", key);
        } else if (login != null) {
            connection.setRequestProperty("authorization", "Bearer ".concat(login));
        }
        int status = connection.getResponseCode();
        String claim = connection.getHeaderField("anthropic-ratelimit-unified-representative-claim");
        return new Answer(
                status,
                claim == null ? "" : claim,
                connection.getHeaderFieldLong("anthropic-ratelimit-unified-reset", 0));
    }
}
