package dev.slipway.starter.process;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The records of one stack's processes, a small file each. */
public final class ProcessRecords {
    // Properties and no JSON: reading one must cost nothing, since every command does it first.
    private static final String SUFFIX = ".properties";
    private static final String NAME = "name";
    private static final String PID = "pid";
    private static final String STARTED = "startedAt";
    private static final String DETAIL = "detail.";

    private final Path folder;

    public ProcessRecords(Path folder) {
        this.folder = folder;
    }

    /** Writes a record, whole or not at all. */
    public void write(ProcessRecord written) {
        Properties content = new Properties();
        content.setProperty(NAME, written.name());
        content.setProperty(PID, Long.toString(written.pid()));
        content.setProperty(STARTED, written.startedAt().toString());
        written.details().forEach((key, value) -> content.setProperty(DETAIL + key, value));
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, written.name(), ".part");
            try (Writer writer = Files.newBufferedWriter(partial)) {
                content.store(writer, null);
            }
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
        Properties content = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            content.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the process record " + file, e);
        }
        try {
            Map<String, String> details = new LinkedHashMap<>();
            content.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(DETAIL))
                    .forEach(key -> details.put(key.substring(DETAIL.length()), content.getProperty(key)));
            return Optional.of(new ProcessRecord(
                    content.getProperty(NAME, ""),
                    Long.parseLong(content.getProperty(PID, "")),
                    Instant.parse(content.getProperty(STARTED, "")),
                    details));
        } catch (NumberFormatException | DateTimeParseException e) {
            // Not one of ours, or half of one: it tells nothing that could be trusted.
            return Optional.empty();
        }
    }
}
