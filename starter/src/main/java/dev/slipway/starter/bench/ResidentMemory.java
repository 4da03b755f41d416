package dev.slipway.starter.bench;

import dev.slipway.starter.output.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a process has in memory (RSS), as the system tells it: Linux in {@code /proc}, others by {@code ps}.
 *
 * @param pid of the process
 */
record ResidentMemory(long pid) {
    private static final long KIB = 1024;
    private static final String LINE = "VmRSS:";
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** So many looks in a row that differ by less than {@link #STILL}: it has settled. */
    private static final int LOOKS = 10;

    private static final long STILL = 2 << 20;

    /**
     * Now, in bytes.
     *
     * @throws CommandFailure when the process is gone, or the system does not tell
     */
    long bytes() {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            long kib = Files.exists(status) ? ofStatus(Files.readAllLines(status)) : ofPs(ps());
            return kib * KIB;
        } catch (IOException | NumberFormatException e) {
            throw CommandFailure.failed("the memory of process " + pid + " can't be read: " + e.getMessage(), e);
        }
    }

    /** Looks once a second until it stands still, or the patience ends; the last look counts. */
    long settled(Duration patience) {
        return settled(this::bytes, patience, LOOK);
    }

    static long settled(LongSupplier memory, Duration patience, Duration pause) {
        long until = System.nanoTime() + patience.toNanos();
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        int looks = 0;
        long last = 0;
        while (looks < LOOKS && (looks == 0 || System.nanoTime() < until)) {
            last = memory.getAsLong();
            low = Math.min(low, last);
            high = Math.max(high, last);
            if (high - low < STILL) {
                looks++;
            } else {
                low = last;
                high = last;
                looks = 1;
            }
            pause(pause);
        }
        return last;
    }

    static long ofStatus(List<String> lines) throws IOException {
        for (String line : lines) {
            if (line.startsWith(LINE)) {
                return Long.parseLong(
                        line.substring(LINE.length()).replace("kB", "").strip());
            }
        }
        throw new IOException("it has ended");
    }

    static long ofPs(String output) throws IOException {
        String kib = output.strip();
        if (kib.isEmpty()) {
            throw new IOException("it has ended");
        }
        return Long.parseLong(kib);
    }

    private String ps() throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        ps.getOutputStream().close();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while looking at a process's memory", e));
        }
    }
}
