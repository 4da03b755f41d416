package dev.slipway.activities.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.activities.failure.FixedSentences;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * GitHub answered with an error status. Thrown by the connector for every such answer, so that github-api neither
 * interprets nor retries any.
 */
final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String method;
    private final String path;
    private final int status;
    private final transient Map<String, List<String>> headers;
    private final String said;
    private final String documentation;
    private final List<String> errors;

    private Refusal(
            String method,
            String path,
            int status,
            Map<String, List<String>> headers,
            String said,
            String documentation,
            List<String> errors) {
        super(method + " " + path + " answered " + status + (said.isEmpty() ? "" : ": " + said));
        this.method = method;
        this.path = path;
        this.status = status;
        this.headers = headers;
        this.said = said;
        this.documentation = documentation;
        this.errors = List.copyOf(errors);
    }

    static Refusal of(String method, URI uri, int status, Map<String, List<String>> headers, byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException noJson) {
            json = JSON.createObjectNode();
        }
        List<String> errors = new ArrayList<>();
        for (JsonNode error : json.path("errors")) {
            errors.add(error.isTextual() ? error.asText() : words(error));
        }
        return new Refusal(
                method,
                uri.getPath(),
                status,
                headers,
                json.path("message").asText(""),
                json.path("documentation_url").asText(""),
                errors);
    }

    /** One of GitHub's error objects in words. */
    private static String words(JsonNode error) {
        String message = error.path("message").asText("");
        if (!message.isEmpty()) {
            return message;
        }
        return (error.path("field").asText("") + " " + error.path("code").asText("")).strip();
    }

    /** The refusal behind what github-api threw. */
    static Optional<Refusal> in(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof Refusal refusal) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    int status() {
        return status;
    }

    boolean write() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Whether it was asked as an App, by its JWT, and not as an account. */
    boolean isAboutAnApp() {
        return path.contains("/app/installations/");
    }

    /** Status and request path: which answer it was, without what was sent. */
    String response() {
        return status + " to " + where();
    }

    /** Method and path, for messages. */
    String where() {
        return method + " " + path;
    }

    /** GitHub's message; empty where it gave none. */
    String said() {
        return said;
    }

    String documentation() {
        return documentation;
    }

    /** GitHub's list of what is wrong, in words. */
    List<String> errors() {
        return errors;
    }

    @Nullable
    String header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey() != null
                        && entry.getKey().toLowerCase(Locale.ROOT).equals(wanted))
                .flatMap(entry -> entry.getValue().stream())
                .findFirst()
                .orElse(null);
    }

    /** Whether the account, or the App's installation, is suspended. */
    boolean suspended() {
        return status == 403 && FixedSentences.SUSPENDED.begin(said);
    }

    /** What GitHub said of an organisation's single sign-on; null where the token needs no authorisation for it. */
    @Nullable
    String wantedSso() {
        String sso = header("X-GitHub-SSO");
        return status == 403 && sso != null && sso.startsWith("required") ? sso : null;
    }

    /** Whether message or errors contain these words. */
    boolean mentions(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return said.toLowerCase(Locale.ROOT).contains(lower)
                || errors.stream()
                        .anyMatch(error -> error.toLowerCase(Locale.ROOT).contains(lower));
    }
}
