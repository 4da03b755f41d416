package dev.slipway.activities.github;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AccountCredential;
import dev.slipway.settings.secret.PrivateKeyPem;
import dev.slipway.settings.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PrivateKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a GitHub App's installation: fetched with a JWT, kept in memory, and renewed before they expire by GitHub's
 * clock. A push gets one that reaches its repository only, and may do no more there than push.
 */
final class InstallationTokens implements TokenSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(5);
    private static final Duration SOONEST = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 500;
    private static final String ALL = "";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI api;
    private final AccountCredential.App app;
    private final Supplier<Secret> key;
    private final ServerClock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Kept(Secret token, Instant renewAt, JsonNode permissions) {}

    InstallationTokens(HttpClient http, URI api, AccountCredential.App app, Supplier<Secret> key, ServerClock clock) {
        this.http = http;
        this.api = api;
        this.app = app;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public Secret token() throws IOException {
        return kept(ALL, null).token();
    }

    @Override
    public Secret token(String repository) throws IOException {
        JsonNode granted = kept(ALL, null).permissions();
        ObjectNode asked = JSON.createObjectNode();
        asked.putArray("repositories").add(repository);
        ObjectNode permissions =
                asked.putObject("permissions").put("contents", "write").put("metadata", "read");
        if (granted.path("workflows").asText().equals("write")) {
            permissions.put("workflows", "write");
        }
        return kept(repository, asked).token();
    }

    @Override
    public synchronized boolean refused(Secret token) {
        return kept.values().removeIf(one -> one.token().reveal().equals(token.reveal()));
    }

    /** The installation as the App sees it: account, permissions, suspension. */
    JsonNode installation() throws IOException {
        return ask("GET", "", null);
    }

    private synchronized Kept kept(String scope, @Nullable ObjectNode narrowing) throws IOException {
        Kept found = kept.get(scope);
        if (found == null || !clock.now().isBefore(found.renewAt())) {
            found = fetch(narrowing);
            kept.put(scope, found);
        }
        return found;
    }

    private Kept fetch(@Nullable ObjectNode narrowing) throws IOException {
        JsonNode answer = ask("POST", "/access_tokens", narrowing == null ? "" : narrowing.toString());
        Instant now = clock.now();
        Instant expires;
        try {
            expires = Instant.parse(answer.path("expires_at").asText());
        } catch (DateTimeException broken) {
            expires = now.plus(RENEW_BEFORE);
        }
        // A token that lasts minutes only is renewed when four fifths of it are over.
        Duration fifth = Duration.between(now, expires).dividedBy(5);
        Duration margin = fifth.compareTo(RENEW_BEFORE) < 0 ? fifth : RENEW_BEFORE;
        Instant renewAt = expires.minus(margin);
        Instant soonest = now.plus(SOONEST); // one that is over at once was told by another clock; a 401 renews it too
        return new Kept(
                new Secret(answer.path("token").asText()),
                renewAt.isBefore(soonest) && margin.isNegative() ? soonest : renewAt,
                answer.path("permissions"));
    }

    private JsonNode ask(String method, String more, @Nullable String body) throws IOException {
        URI uri =
                URI.create(api.toString().replaceFirst("/+$", "") + "/app/installations/" + app.installation() + more);
        HttpResponse<byte[]> answer = send(method, uri, body);
        boolean clockWasWrong = clock.heard(answer.headers().map());
        if (answer.statusCode() == 401 && clockWasWrong) {
            answer = send(method, uri, body);
        }
        if (answer.statusCode() >= 400) {
            throw Refusal.of(method, uri, answer.statusCode(), answer.headers().map(), answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> send(String method, URI uri, @Nullable String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/vnd.github+json")
                .header("User-Agent", "slipway")
                .header("Authorization", "Bearer " + AppJwt.sign(app.id(), privateKey(), clock.now()))
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
        RequestTally.sent();
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException lost) {
            throw new Unanswered(method + " " + uri.getPath(), lost);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered(method + " " + uri.getPath(), stopping);
        }
    }

    private PrivateKey privateKey() {
        try {
            return PrivateKeyPem.parse(key.get());
        } catch (IllegalArgumentException noKey) {
            throw Failures.of(
                    FailureType.NOT_CONFIGURED, "The private key of App " + app.id() + " " + noKey.getMessage());
        }
    }
}
