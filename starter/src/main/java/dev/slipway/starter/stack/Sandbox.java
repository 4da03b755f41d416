package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.output.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A sandbox that runs, and what it tells about itself under {@code /_sandbox}.
 *
 * @param url where it listens, and the base of its clone URLs
 * @param apiUrl of its REST API
 * @param modelUrl of its model endpoint
 */
public record Sandbox(URI url, URI apiUrl, URI modelUrl) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** One that listens there, whoever started it. */
    public static Sandbox at(URI url) {
        return new Sandbox(url, url.resolve("/api/v3"), url.resolve("/model"));
    }

    /** What it holds: repositories, pull requests, duplicates and requests, for all and for each project. */
    public JsonNode stats() {
        return get("stats");
    }

    /** Its users and their tokens. */
    public JsonNode tokens() {
        return get("tokens");
    }

    /** Its request log, newest last. */
    public JsonNode requests() {
        return get("requests");
    }

    private JsonNode get(String what) {
        URI address = url.resolve("/_sandbox/" + what);
        try {
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw CommandFailure.failed("the sandbox answers " + answer.statusCode() + " at " + address);
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw CommandFailure.failed("the sandbox at " + url + " can't be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while asking the sandbox");
        }
    }
}
