package dev.slipway.starter.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.output.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Counts the processes of agents that workers started: each is a line in its worker's log, which a kill leaves. */
public final class AgentStarts {
    private static final String FILES = "worker-*.json*";
    private static final String EVENT = "agent-started";

    private AgentStarts() {}

    /**
     * How many, over all workers.
     *
     * @param folders with the logs of a worker each
     */
    static long of(List<Path> folders) {
        return steps(folders).size();
    }

    /** How many of them were started for a step for which one had been started before. */
    static int again(List<Path> folders) {
        List<String> steps = steps(folders);
        return steps.size() - new HashSet<>(steps).size();
    }

    /**
     * One start.
     *
     * @param asked when its host asked the agent pool for it
     */
    public record Start(Instant asked, Instant at) {}

    /** Each of them, in no order. */
    public static List<Start> each(List<Path> folders) {
        return all(folders).map(AgentStarts::start).toList();
    }

    private static Start start(JsonNode entry) {
        String at = entry.path("@timestamp").asText();
        return new Start(Instant.parse(entry.path("askedAt").asText(at)), Instant.parse(at));
    }

    /** Run key and step of each. */
    private static List<String> steps(List<Path> folders) {
        return all(folders)
                .map(entry ->
                        entry.path("runKey").asText() + " " + entry.path("step").asText())
                .toList();
    }

    private static Stream<JsonNode> all(List<Path> folders) {
        return folders.stream().flatMap(folder -> in(folder).stream());
    }

    private static List<JsonNode> in(Path folder) {
        List<JsonNode> starts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            for (Path file : files) {
                try (BufferedReader lines = open(file)) {
                    lines.lines().flatMap(line -> start(line).stream()).forEach(starts::add);
                }
            }
            return starts;
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.failed(
                    "the agents that were started can't be counted in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        // What was rotated is compressed.
        InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    }

    private static Optional<JsonNode> start(String line) {
        if (!line.contains(EVENT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(line))
                    .filter(entry -> entry.path("event").asText().equals(EVENT));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // cut short by a kill
        }
    }
}
