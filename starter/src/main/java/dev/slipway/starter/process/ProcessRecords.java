package dev.slipway.starter.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of one stack's processes, a small file each. */
public final class ProcessRecords {
    private static final String SUFFIX = ".json";

    private final Path folder;

    public ProcessRecords(Path folder) {
        this.folder = folder;
    }

    /** Writes a record, whole or not at all. */
    public void write(ProcessRecord written) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode node = json.createObjectNode();
        node.put("name", written.name());
        node.put("pid", written.pid());
        node.put("startedAt", written.startedAt().toString());
        ObjectNode details = node.putObject("details");
        written.details().forEach(details::put);
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, written.name(), ".part");
            Files.writeString(partial, json.writerWithDefaultPrettyPrinter().writeValueAsString(node));
            Files.move(
                    partial, file(written.name()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the process record " + file(written.name()), e);
        }
    }

    /** The record of a process that still runs; a dead one's record is removed on the way. */
    public Optional<ProcessRecord> alive(String name) {
        Optional<ProcessRecord> found = read(file(name));
        if (found.isPresent() && !found.get().alive()) {
            remove(name);
            return Optional.empty();
        }
        return found;
    }

    /** All processes that still run. */
    public List<ProcessRecord> allAlive() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ProcessRecord> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .forEach(file -> read(file).filter(ProcessRecord::alive).ifPresent(found::add));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + folder, e);
        }
        return found;
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove the process record " + file(name), e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    private static Optional<ProcessRecord> read(Path file) {
        try {
            JsonNode node = new ObjectMapper().readTree(Files.readString(file));
            if (!node.hasNonNull("name") || !node.hasNonNull("startedAt")) {
                return Optional.empty();
            }
            Map<String, String> details = new LinkedHashMap<>();
            node.path("details")
                    .properties()
                    .forEach(entry ->
                            details.put(entry.getKey(), entry.getValue().asText()));
            return Optional.of(new ProcessRecord(
                    node.get("name").asText(),
                    node.path("pid").asLong(),
                    Instant.parse(node.get("startedAt").asText()),
                    details));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            // Half a record tells nothing that could be trusted.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the process record " + file, e);
        }
    }
}
