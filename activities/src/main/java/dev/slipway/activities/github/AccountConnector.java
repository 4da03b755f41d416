package dev.slipway.activities.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.settings.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * github-api's way to GitHub for one account: one attempt a request, the token only to the API's own host, answers
 * revalidated by ETag, error answers thrown as {@link Refusal} and lost ones as {@link Unanswered}.
 */
final class AccountConnector implements GitHubConnector {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY = 16 << 20;

    /** Set by us or by the client itself. */
    private static final Set<String> NOT_COPIED =
            Set.of("authorization", "user-agent", "host", "content-length", "connection", "accept-encoding");

    private final HttpClient http;
    private final URI api;
    private final String account;
    private final Supplier<Secret> token;
    private final EtagCache cache;

    AccountConnector(HttpClient http, URI api, String account, Supplier<Secret> token, EtagCache cache) {
        this.http = http;
        this.api = api;
        this.account = account;
        this.token = token;
        this.cache = cache;
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest asked) throws IOException {
        URI uri = URI.create(asked.url().toString());
        String method = asked.method();
        EtagCache.Key key = new EtagCache.Key(account, uri.toString(), asked.header("Accept"));
        Optional<EtagCache.Stored> stored = method.equals("GET") ? cache.find(key) : Optional.empty();
        HttpRequest request = request(asked, uri, method, stored);
        HttpResponse<InputStream> response;
        byte[] body;
        RequestTally.sent();
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                body = in.readNBytes(MAX_BODY);
            }
        } catch (IOException lost) {
            throw new Unanswered(method + " " + uri.getPath(), lost);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered(method + " " + uri.getPath(), stopping);
        }
        Map<String, List<String>> headers = response.headers().map();
        RequestTally.answered(headers);
        int status = response.statusCode();
        if (status == 304 && stored.isPresent()) {
            Map<String, List<String>> merged = new HashMap<>(stored.get().headers());
            merged.putAll(headers);
            return new Answer(asked, stored.get().status(), merged, stored.get().body());
        }
        if (status >= 400) {
            throw Refusal.of(method, uri, status, headers, body);
        }
        Optional<String> etag = response.headers().firstValue("ETag");
        if (method.equals("GET") && status == 200 && etag.isPresent()) {
            cache.keep(key, new EtagCache.Stored(etag.get(), status, headers, body));
        }
        return new Answer(asked, status, headers, body);
    }

    /** Reads what github-api has no method for. */
    JsonNode read(String path) throws IOException {
        URI uri = URI.create(api.toString().replaceFirst("/+$", "") + path);
        GitHubConnectorResponse answer = send(new Reading(uri));
        try (InputStream body = answer.bodyStream()) {
            return JSON.readTree(body);
        }
    }

    private HttpRequest request(GitHubConnectorRequest asked, URI uri, String method, Optional<EtagCache.Stored> stored)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        asked.allHeaders().forEach((name, values) -> {
            if (name != null && !NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        if (asked.contentType() != null && asked.header("Content-Type") == null) {
            request.header("Content-Type", asked.contentType());
        }
        request.header("User-Agent", "slipway");
        if (isApi(uri)) {
            request.header("Authorization", "Bearer " + token.get().reveal());
        }
        stored.ifPresent(answer -> request.header("If-None-Match", answer.etag()));
        request.method(method, body(asked));
        return request.build();
    }

    private static BodyPublisher body(GitHubConnectorRequest asked) throws IOException {
        if (!asked.hasBody()) {
            return BodyPublishers.noBody();
        }
        try (InputStream in = asked.body()) {
            return BodyPublishers.ofByteArray(in.readAllBytes());
        }
    }

    /** The token goes to the API's scheme, host and port and nowhere else, wherever a redirect points. */
    private boolean isApi(URI uri) {
        return Objects.equals(api.getScheme(), uri.getScheme())
                && api.getHost().equalsIgnoreCase(uri.getHost())
                && api.getPort() == uri.getPort();
    }

    /** A plain GET of JSON. */
    private record Reading(URI uri) implements GitHubConnectorRequest {
        private static final String ACCEPT = "application/vnd.github+json";

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Map<String, List<String>> allHeaders() {
            return Map.of("Accept", List.of(ACCEPT));
        }

        @Override
        public @Nullable String header(String name) {
            return name.equalsIgnoreCase("Accept") ? ACCEPT : null;
        }

        @Override
        public @Nullable String contentType() {
            return null;
        }

        @Override
        public @Nullable InputStream body() {
            return null;
        }

        @Override
        public URL url() {
            try {
                return uri.toURL();
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException("not a URL: " + uri, impossible);
            }
        }

        @Override
        public boolean hasBody() {
            return false;
        }
    }

    private static final class Answer extends GitHubConnectorResponse.ByteArrayResponse {
        private final byte[] body;

        Answer(GitHubConnectorRequest request, int status, Map<String, List<String>> headers, byte[] body) {
            super(request, status, copy(headers));
            this.body = body;
        }

        private static Map<String, List<String>> copy(Map<String, List<String>> headers) {
            Map<String, List<String>> copy = new HashMap<>();
            headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
            return copy;
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(body);
        }
    }
}
