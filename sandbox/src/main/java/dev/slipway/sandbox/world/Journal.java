package dev.slipway.sandbox.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An append-only file of JSON lines, one a transaction. A line that a kill cut short is dropped when the file is read
 * again, so that a transaction is kept whole or not at all.
 */
final class Journal implements AutoCloseable {
    private final FileChannel channel;
    private final Object forcing = new Object();
    private volatile long written;
    private long forced;

    private Journal(FileChannel channel) throws IOException {
        this.channel = channel;
        this.written = channel.size();
        this.forced = written;
    }

    /** Reads every whole line into {@code reader}, cuts off a torn end, and opens the file for more. */
    static Journal open(Path file, Consumer<JsonNode> reader) throws IOException {
        long whole = 0;
        if (Files.exists(file)) {
            try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
                whole = readWholeLines(file, lines, reader);
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(whole);
        channel.position(whole);
        return new Journal(channel);
    }

    /** Replaces the file by these lines, in one step as far as a reader can see. */
    static void replace(Path file, Stream<JsonNode> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            lines.forEach(line -> writeFully(out, line));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Adds a line; call {@link #force} with the answer, outside any lock, before telling anybody. */
    long append(JsonNode line) {
        writeFully(channel, line);
        try {
            written = channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written;
    }

    /** Returns once everything up to {@code position} is on the disk; writers that wait together share one flush. */
    void force(long position) {
        synchronized (forcing) {
            if (forced >= position) {
                return;
            }
            long covered = written;
            try {
                channel.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            forced = covered;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long readWholeLines(Path file, BufferedReader lines, Consumer<JsonNode> reader) throws IOException {
        long size = Files.size(file);
        long offset = 0;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            long end = offset + line.getBytes(UTF_8).length + 1;
            if (end > size) {
                return offset;
            }
            try {
                reader.accept(Json.MAPPER.readTree(line));
            } catch (IOException | RuntimeException e) {
                throw new IOException(
                        file + ":" + number + ": this journal line cannot be read; restore the file from a copy,"
                                + " or delete the sandbox's data folder to start empty",
                        e);
            }
            offset = end;
        }
        return offset;
    }

    private static void writeFully(FileChannel out, JsonNode line) {
        ByteBuffer bytes = UTF_8.encode(line + "\n");
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
