package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.sandbox.world.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every request that was answered, kept in a file. A line is handed to the system before the answer leaves (Git's: as
 * it ends), so that a killed sandbox has them all; it is not flushed to the disk each time.
 */
public final class RequestLog implements AutoCloseable {
    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A request.
     *
     * @param path path and query
     * @param route the route's template; absent where no route fits, and for Git
     * @param login who sent it
     * @param repository the full name of the repository it is about
     * @param git whether it is part of a fetch or push
     * @param charged whether it counts in the rate limit
     * @param bucket which rate limit it counted in, when charged
     * @param reset the end of that limit's window, in seconds since 1970
     * @param status 0 where the connection was lost before there was an answer
     * @param fault the kind of fault that happened to it
     * @param faultId which of the planned faults that was
     */
    public record Entry(
            Instant time,
            String method,
            String path,
            @Nullable String route,
            @Nullable String login,
            int status,
            @Nullable String repository,
            boolean git,
            boolean charged,
            @Nullable String bucket,
            long reset,
            long millis,
            @Nullable String fault,
            @Nullable String faultId) {}

    private RequestLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the log and counts what is still within its rate-limit window. */
    public static RequestLog open(Path file, RateLimits limits) throws IOException {
        List<Entry> old = new ArrayList<>();
        boolean torn = false;
        if (Files.exists(file)) {
            try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    try {
                        old.add(Json.MAPPER.readValue(line, Entry.class));
                    } catch (JsonProcessingException e) {
                        torn = true; // the last line before a kill
                    }
                }
            }
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        RequestLog log = new RequestLog(channel);
        if (torn) {
            log.write("\n");
        }
        log.entries.addAll(old);
        old.stream()
                .filter(Entry::charged)
                .forEach(entry -> limits.restore(new RateLimits.Charge(String.valueOf(entry.bucket()), entry.reset())));
        return log;
    }

    public void add(Entry entry) {
        String line;
        try {
            line = Json.MAPPER.writeValueAsString(entry) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (entries) {
            write(line);
            entries.add(entry);
        }
    }

    /** Every request so far, in the order of their answers. */
    public List<Entry> all() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(String text) {
        ByteBuffer bytes = UTF_8.encode(text);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
