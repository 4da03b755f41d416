package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.output.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The faults of a sandbox that runs.
 *
 * @param url where the sandbox listens
 */
public record SandboxFaults(URI url) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int REFUSED = 400;
    private static final int MISSING = 404;

    /** All that are planned, how often each has happened, and which kinds and profiles there are. */
    public JsonNode all() {
        return send("GET", "", BodyPublishers.noBody());
    }

    /**
     * Adds what is asked for: a fault, or the faults of a profile in place of those of the one before.
     *
     * @return {@code faults}: those that were added
     * @throws CommandFailure wrong usage, in the sandbox's words, when it refuses them
     */
    public JsonNode add(JsonNode asked) {
        return send("POST", "", BodyPublishers.ofString(asked.toString()));
    }

    /**
     * Removes one.
     *
     * @throws CommandFailure wrong usage when there is none of that name
     */
    public void remove(String id) {
        send(
                "DELETE",
                "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"),
                BodyPublishers.noBody());
    }

    /** Removes all, and says how many that were. */
    public int clear() {
        return send("DELETE", "", BodyPublishers.noBody()).path("removed").asInt();
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        URI address = url.resolve("/_sandbox/faults" + path);
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address)
                                    .timeout(TIMEOUT)
                                    .method(method, body)
                                    .build(),
                            BodyHandlers.ofByteArray());
            JsonNode told = new ObjectMapper().readTree(answer.body());
            if (answer.statusCode() == REFUSED || answer.statusCode() == MISSING) {
                throw CommandFailure.wrongUsage(refusal(told));
            }
            if (answer.statusCode() >= 300) {
                throw CommandFailure.failed("the sandbox answers " + answer.statusCode() + " at " + address);
            }
            return told;
        } catch (IOException e) {
            throw CommandFailure.outOfReach("the sandbox at " + url + " can't be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while asking the sandbox");
        }
    }

    /** The sandbox names keys of JSON; the command line has flags for them. */
    private static String refusal(JsonNode told) {
        String key = told.path("key").asText();
        String flag = switch (key) {
            case "", "kind", "profile" -> "";
            default -> "--" + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + ": ";
        };
        return flag + told.path("problem").asText(told.path("message").asText());
    }
}
