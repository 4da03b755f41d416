package dev.slipway.activities.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.account.AccountName;
import dev.slipway.settings.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern OF_REPOSITORY = Pattern.compile("/repos/[^/]+/([^/]+)(/.+)?");

    /** Set by us or by the client itself. */
    private static final Set<String> NOT_COPIED =
            Set.of("authorization", "user-agent", "host", "content-length", "connection", "accept-encoding");

    private final HttpClient http;
    private final URI api;
    private final AccountName account;
    private final TokenSource tokens;
    private final Principals principals;
    private final EtagCache cache;

    AccountConnector(
            HttpClient http, URI api, AccountName account, TokenSource tokens, Principals principals, EtagCache cache) {
        this.http = http;
        this.api = api;
        this.account = account;
        this.tokens = tokens;
        this.principals = principals;
        this.cache = cache;
    }

    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest asked) throws IOException {
        URI uri = URI.create(asked.url().toString());
        String method = asked.method();
        EtagCache.Key key = new EtagCache.Key(principals.of(account), uri.toString(), asked.header("Accept"));
        Optional<EtagCache.Stored> stored = method.equals("GET") ? cache.find(key) : Optional.empty();
        principals.refuseWhileParked(account, method + " " + uri.getPath());
        Secret token = token(method, uri);
        Received answer = receive(request(asked, uri, method, stored, token));
        if (isApi(uri) && isWorthAnotherToken(answer.status(), uri, token)) {
            answer = receive(request(asked, uri, method, stored, anotherToken(answer.status(), method, uri)));
        }
        Map<String, List<String>> headers = answer.headers();
        byte[] body = answer.body();
        int status = answer.status();
        if (status == 304 && stored.isPresent()) {
            Map<String, List<String>> merged = new HashMap<>(stored.get().headers());
            merged.putAll(headers);
            return new Answer(asked, stored.get().status(), merged, stored.get().body());
        }
        if (status >= 400) {
            Refusal refusal = Refusal.of(method, uri, status, headers, body);
            principals.refused(account, refusal);
            if (status == 403 && GitHubTrouble.limit(refusal).isEmpty()) {
                repository(uri).ifPresent(tokens::lacks);
            }
            throw refusal;
        }
        Optional<String> etag = header(headers, "ETag");
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

    private record Received(int status, Map<String, List<String>> headers, byte[] body) {}

    private Received receive(HttpRequest request) throws IOException {
        String what = request.method() + " " + request.uri().getPath();
        try (Principals.Turn turn = principals.countedTurn(account, what)) {
            RequestTally.sent();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = response.body()) {
                body = in.readNBytes(MAX_BODY);
            }
            Map<String, List<String>> headers = response.headers().map();
            RequestTally.answered(headers);
            principals.answered(account, headers);
            return new Received(response.statusCode(), headers, body);
        } catch (IOException lost) {
            throw new Unanswered(what, lost);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered(what, stopping);
        }
    }

    /** One for the repository that it is about, where it is about one that is there. */
    private Secret token(String method, URI uri) throws IOException {
        Optional<String> repository = isApi(uri) ? repository(uri) : Optional.empty();
        boolean looked = method.equals("GET") && !belowARepository(uri);
        return repository.isPresent() ? tokens.forRest(repository.get(), looked) : tokens.token();
    }

    /**
     * Whether the refusal may be the token's alone; what a 401 or 404 answers did not happen. A 401: it was revoked before
     * its time. A 404: it is for a repository that was removed, and another one has its name now.
     */
    private boolean isWorthAnotherToken(int status, URI uri, Secret token) throws IOException {
        if (status == 401) {
            return tokens.refused(token);
        }
        return status == 404
                && repository(uri).isPresent()
                && !token.reveal().equals(tokens.token().reveal());
    }

    private Secret anotherToken(int status, String method, URI uri) throws IOException {
        if (status == 401) {
            return token(method, uri);
        }
        repository(uri).ifPresent(tokens::forget);
        return tokens.token();
    }

    /** The name of the repository that a request is about. */
    private Optional<String> repository(URI uri) {
        Matcher named = OF_REPOSITORY.matcher(belowApi(uri));
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    private boolean belowARepository(URI uri) {
        Matcher named = OF_REPOSITORY.matcher(belowApi(uri));
        return named.matches() && named.group(2) != null;
    }

    private String belowApi(URI uri) {
        String path = String.valueOf(uri.getPath());
        String base = api.getPath().replaceFirst("/+$", "");
        return path.startsWith(base) ? path.substring(base.length()) : path;
    }

    private static Optional<String> header(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(entry -> name.equalsIgnoreCase(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .findFirst();
    }

    private HttpRequest request(
            GitHubConnectorRequest asked, URI uri, String method, Optional<EtagCache.Stored> stored, Secret token)
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
            request.header("Authorization", "Bearer " + token.reveal());
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
