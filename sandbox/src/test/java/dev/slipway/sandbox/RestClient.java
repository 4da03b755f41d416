package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.sandbox.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends plain requests, so that a test sees exactly what comes back. */
final class RestClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final @Nullable String token;

    record Reply(int status, HttpResponse<String> raw) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(raw.body());
            } catch (IOException e) {
                throw new UncheckedIOException(raw.body(), e);
            }
        }

        String text(String field) {
            return json().path(field).asText();
        }

        Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }

        int number(String header) {
            return Integer.parseInt(header(header).orElseThrow());
        }

        Reply expect(int wanted) {
            assertThat(status)
                    .as(raw.request().method() + " " + raw.uri() + " " + raw.body())
                    .isEqualTo(wanted);
            return this;
        }
    }

    RestClient(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    static RestClient as(SandboxServer sandbox, String login) {
        return new RestClient(sandbox.apiUrl(), sandbox.token(login));
    }

    static RestClient anonymous(SandboxServer sandbox) {
        return new RestClient(sandbox.apiUrl(), null);
    }

    Reply get(String path) {
        return send("GET", path, null, Map.of());
    }

    Reply get(String path, String header, String value) {
        return send("GET", path, null, Map.of(header, value));
    }

    Reply post(String path, String body) {
        return send("POST", path, body, Map.of());
    }

    Reply put(String path, String body) {
        return send("PUT", path, body, Map.of());
    }

    Reply patch(String path, String body) {
        return send("PATCH", path, body, Map.of());
    }

    Reply delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    Reply send(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                // Single quotes make JSON in tests readable.
                                : HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
        if (token != null) {
            request.header("Authorization", "token " + token);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
