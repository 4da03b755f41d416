package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.settings.path.SlipwayHome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a worker tells about itself to Prometheus.
 *
 * @param text its metrics; empty where it tells none
 */
record WorkerMetrics(String text) {
    private static final String CACHED = "temporal_sticky_cache_size";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of a worker of a stack, by the port that it wrote into its ready file. */
    static WorkerMetrics of(SlipwayHome stack, String worker) {
        try {
            int port = new ObjectMapper()
                    .readTree(Files.readString(stack.run().resolve(worker + ".ready")))
                    .path("managementPort")
                    .asInt(-1);
            if (port <= 0) {
                return new WorkerMetrics("");
            }
            URI address = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
            return new WorkerMetrics(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return new WorkerMetrics("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WorkerMetrics("");
        }
    }

    /** How many workflows are in its cache. */
    OptionalLong cachedWorkflows() {
        return text.lines()
                .filter(line -> line.startsWith(CACHED + "{") || line.startsWith(CACHED + " "))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .max();
    }
}
