package dev.slipway.starter.crash;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Finds many byte sequences in one pass, by the automaton of Aho and Corasick. */
final class BytePatterns {
    private static final int BYTES = 256;
    private static final int BUFFER = 1 << 16;

    private final List<int[]> next = new ArrayList<>();
    private final List<Boolean> ends = new ArrayList<>();

    BytePatterns(List<byte[]> patterns) {
        addState();
        patterns.stream().filter(pattern -> pattern.length > 0).forEach(this::add);
        link();
    }

    /** How often one of them ends somewhere in the stream. */
    long count(InputStream in) throws IOException {
        Scan scan = scan();
        scan.all(in);
        return scan.found();
    }

    /** A look through one stream of bytes; what it has found counts, even if the stream breaks off. */
    Scan scan() {
        return new Scan();
    }

    /** Where one is in a stream, and how much was found so far. */
    final class Scan {
        private int state;
        private long found;

        void all(InputStream in) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                next(buffer, 0, read);
            }
        }

        void next(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                state = next.get(state)[bytes[i] & 0xff];
                if (ends.get(state)) {
                    found++;
                }
            }
        }

        long found() {
            return found;
        }
    }

    private int addState() {
        int[] row = new int[BYTES];
        Arrays.fill(row, -1);
        next.add(row);
        ends.add(false);
        return next.size() - 1;
    }

    private void add(byte[] pattern) {
        int state = 0;
        for (byte one : pattern) {
            int[] row = next.get(state);
            if (row[one & 0xff] < 0) {
                row[one & 0xff] = addState();
            }
            state = row[one & 0xff];
        }
        ends.set(state, true);
    }

    /** Fills each state's missing steps with those of the longest suffix that is itself a beginning. */
    private void link() {
        int[] suffix = new int[next.size()];
        Deque<Integer> waiting = new ArrayDeque<>();
        waiting.add(0);
        while (!waiting.isEmpty()) {
            int state = waiting.remove();
            int[] row = next.get(state);
            for (int b = 0; b < BYTES; b++) {
                int elsewhere = state == 0 ? 0 : next.get(suffix[state])[b];
                if (row[b] < 0) {
                    row[b] = elsewhere;
                } else {
                    suffix[row[b]] = elsewhere;
                    if (ends.get(elsewhere)) {
                        ends.set(row[b], true);
                    }
                    waiting.add(row[b]);
                }
            }
        }
    }
}
