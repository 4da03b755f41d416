package dev.slipway.activities.github;

import static dev.slipway.activities.github.InstallationLook.WORKFLOWS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.account.AccountName;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a GitHub App's installation: fetched with a JWT, kept in memory, and renewed before they expire by GitHub's
 * clock. What is done in a repository gets one that reaches that repository only, and a push one that may do no more there
 * than push. However many ask at once, each is fetched once.
 */
final class InstallationTokens implements TokenSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(5);
    private static final Duration SOONEST = Duration.ofSeconds(30);
    private static final int MOST_KEPT = 1000;
    private static final String ALL = "";
    private static final String GIT = "git/";
    private static final String REST = "rest/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI api;
    private final AccountName account;
    private final AccountCredential.App app;
    private final Supplier<Secret> key;
    private final ServerClock clock;
    private final Principals principals;
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable JsonNode> seen = new AtomicReference<>();
    private final Map<String, Place> places = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Kept(Secret token, Instant renewAt, JsonNode permissions) {}

    /** Where one token is kept; held while it is fetched, so that others wait for it and not for each other's. */
    private static final class Place {
        private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

        void drop(Predicate<Kept> which) {
            Kept found = kept.get();
            if (found != null && which.test(found)) {
                kept.compareAndSet(found, null);
            }
        }
    }

    /** @param principals told of refusals; nothing is asked while a limit holds */
    InstallationTokens(
            HttpClient http,
            URI api,
            AccountName account,
            AccountCredential.App app,
            Supplier<Secret> key,
            ServerClock clock,
            Principals principals) {
        this.http = http;
        this.api = api;
        this.account = account;
        this.app = app;
        this.key = key;
        this.clock = clock;
        this.principals = principals;
    }

    @Override
    public Secret token() throws IOException {
        return kept(ALL, null).token();
    }

    @Override
    public Secret forGit(String repository) throws IOException {
        return narrowed(GIT, repository, Set.of("contents", "metadata", WORKFLOWS));
    }

    @Override
    public Secret forRest(String repository, boolean looked) throws IOException {
        if (looked && !isKept(name(REST, repository))) {
            return token();
        }
        Set<String> wanted = new HashSet<>(InstallationLook.NEEDED.keySet());
        wanted.add(WORKFLOWS);
        try {
            return narrowed(REST, repository, wanted);
        } catch (Refusal refused) {
            if (refused.status() == 422) {
                return token(); // there is no such repository, or not here: let GitHub say so
            }
            throw refused;
        }
    }

    /** With those of these permissions that the installation has, for one repository. */
    private Secret narrowed(String use, String repository, Set<String> wanted) throws IOException {
        JsonNode granted = kept(ALL, null).permissions();
        ObjectNode asked = JSON.createObjectNode();
        asked.putArray("repositories").add(repository);
        ObjectNode permissions = asked.putObject("permissions");
        granted.fields().forEachRemaining(one -> {
            if (wanted.contains(one.getKey())) {
                permissions.put(one.getKey(), one.getValue().asText());
            }
        });
        return kept(name(use, repository), asked).token();
    }

    private static String name(String use, String repository) {
        return use + repository.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean refused(Secret token) {
        drop(kept -> kept.token().reveal().equals(token.reveal()));
        return true; // it is gone now, or another thread has replaced it already
    }

    @Override
    public void forget(String repository) {
        place(name(GIT, repository)).drop(kept -> true);
        place(name(REST, repository)).drop(kept -> true);
    }

    @Override
    public void lacks(String repository) {
        lacking.add(name(GIT, repository));
    }

    @Override
    public void beforeWrite(String repository) {
        if (lacking.remove(name(GIT, repository))) {
            forget(repository);
            place(ALL).drop(kept -> true); // by which it is known what may be asked for
        }
    }

    private void drop(Predicate<Kept> which) {
        List<Place> all;
        synchronized (places) {
            all = List.copyOf(places.values());
        }
        all.forEach(place -> place.drop(which));
    }

    /**
     * The installation as the App sees it: account, permissions, suspension. Where its permissions were changed since it was
     * asked last, all tokens are fetched anew: each may do for its life what it could when it was made.
     */
    JsonNode installation() throws IOException {
        JsonNode found = ask("GET", "", null);
        JsonNode now = found.path("permissions");
        JsonNode before = seen.getAndSet(now);
        if (before != null && !before.equals(now)) {
            drop(kept -> true);
        }
        return found;
    }

    private Place place(String name) {
        synchronized (places) {
            return places.computeIfAbsent(name, unused -> new Place());
        }
    }

    private boolean isKept(String name) {
        Kept found = place(name).kept.get();
        return found != null && clock.now().isBefore(found.renewAt());
    }

    private Kept kept(String name, @Nullable ObjectNode narrowing) throws IOException {
        Place place = place(name);
        synchronized (place) {
            Kept found = place.kept.get();
            if (found == null || !clock.now().isBefore(found.renewAt())) {
                found = fetch(narrowing);
                place.kept.set(found);
            }
            return found;
        }
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
        principals.refuseWhileParked(account, method + " " + uri.getPath());
        HttpResponse<byte[]> answer = send(method, uri, body);
        boolean clockWasWrong = clock.heard(answer.headers().map());
        if (answer.statusCode() == 401 && clockWasWrong) {
            answer = send(method, uri, body);
        }
        if (answer.statusCode() >= 400) {
            Refusal refusal = Refusal.of(
                    method, uri, answer.statusCode(), answer.headers().map(), answer.body());
            principals.refused(account, refusal);
            throw refusal;
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
        // What is left of the App's own limit, which these answers tell, is not the installation's.
        try (Principals.Turn turn = principals.turn(account)) {
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
