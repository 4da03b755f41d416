package dev.slipway.activities.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines; of a line longer than the bound only the beginning is passed on. */
final class LineSplitter {
    private final int maxLine;
    private final Consumer<String> onLine;
    private byte[] line = new byte[8 * 1024];
    private int length;
    private boolean started;

    LineSplitter(int maxLine, Consumer<String> onLine) {
        this.maxLine = maxLine;
        this.onLine = onLine;
    }

    void accept(byte[] bytes, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, from, i);
                emit();
                from = i + 1;
            }
        }
        append(bytes, from, count);
    }

    /** The last line, where it has no end. */
    void finish() {
        if (started) {
            emit();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        if (to == from) {
            return;
        }
        started = true;
        int part = Math.min(to - from, maxLine - length);
        if (length + part > line.length) {
            line = Arrays.copyOf(line, Math.min(maxLine, Math.max(line.length * 2, length + part)));
        }
        System.arraycopy(bytes, from, line, length, part);
        length += part;
    }

    private void emit() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        length = 0;
        started = false;
        if (line.length > 1024 * 1024) {
            line = new byte[8 * 1024];
        }
        onLine.accept(text);
    }
}
