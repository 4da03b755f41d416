package dev.slipway.starter.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The log of a background process. It grows to a bound, then the older half of what is kept is dropped. */
public final class LogFile {
    private static final long ROTATE_ABOVE = 10L << 20;

    private final Path path;

    public LogFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * Keeps the log bounded: one that has grown too large is copied to {@code <name>.1} and emptied in place, because
     * the process that writes it keeps it open (for appending).
     */
    public void rotate() {
        try {
            Files.createDirectories(path.getParent());
            if (Files.exists(path) && Files.size(path) > ROTATE_ABOVE) {
                Files.copy(path, Path.of(path + ".1"), StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't rotate " + path, e);
        }
    }

    /** The last lines, for an error message; empty when there is no log. */
    public String tail(int lines) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - 16_384);
            ByteBuffer end = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(end, from);
            String[] all = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).split("\n", -1);
            int last = all.length > 0 && all[all.length - 1].isEmpty() ? all.length - 1 : all.length;
            int first = Math.max(0, last - lines);
            return String.join("\n", java.util.Arrays.asList(all).subList(first, last));
        } catch (IOException e) {
            return "";
        }
    }
}
