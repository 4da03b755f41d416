package dev.slipway.activities.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a program's output within a bound: its beginning as it comes, and of what goes beyond the bound the last part,
 * written at the end behind a line that says how much is missing. A failing build says what matters at either end.
 */
final class OutputFile implements Closeable {
    private static final int LARGEST_TAIL = 256 * 1024;

    private final OutputStream file;
    private final long headBytes;
    private final byte[] tail;
    private long written;
    private long beyond;

    OutputFile(Path path, long maxBytes) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        this.file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.tail = new byte[(int) Math.min(LARGEST_TAIL, maxBytes / 4)];
        this.headBytes = maxBytes - tail.length;
    }

    void write(byte[] bytes, int length) throws IOException {
        int head = (int) Math.min(length, headBytes - written);
        if (head > 0) {
            file.write(bytes, 0, head);
            file.flush();
            written += head;
        }
        keepLast(bytes, Math.max(head, 0), length);
    }

    private void keepLast(byte[] bytes, int from, int to) {
        int length = to - from;
        int skipped = Math.max(0, length - tail.length);
        beyond += skipped;
        for (int i = from + skipped; i < to; ) {
            int at = (int) (beyond % tail.length);
            int part = Math.min(to - i, tail.length - at);
            System.arraycopy(bytes, i, tail, at, part);
            beyond += part;
            i += part;
        }
    }

    /** Bytes seen, dropped ones included. */
    long seen() {
        return written + beyond;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (beyond > tail.length) {
                String gap = "\n[slipway: " + (beyond - tail.length) + " bytes of output left out]\n";
                file.write(gap.getBytes(StandardCharsets.UTF_8));
            }
            if (tail.length > 0) {
                int kept = (int) Math.min(beyond, tail.length);
                int start = beyond > tail.length ? (int) (beyond % tail.length) : 0;
                int first = Math.min(kept, tail.length - start);
                file.write(tail, start, first);
                file.write(tail, 0, kept - first);
            }
        }
    }
}
