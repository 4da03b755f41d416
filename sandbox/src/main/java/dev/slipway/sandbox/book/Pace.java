package dev.slipway.sandbox.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Spreads a run over the time that it is to last; the process's own start-up counts as part of it. */
public final class Pace {
    private final long begin = begin();
    private final long millis;

    public Pace(long millis) {
        this.millis = millis;
    }

    /**
     * Reads {@code --seconds}.
     *
     * @throws NotInTheBookException when that is no number of seconds up to a day
     */
    public static long millis(String seconds) {
        try {
            double number = Double.parseDouble(seconds);
            if (number >= 0 && number <= 86_400) {
                return Math.round(number * 1000);
            }
        } catch (NumberFormatException e) {
            throw new NotInTheBookException(usage(seconds));
        }
        throw new NotInTheBookException(usage(seconds));
    }

    static String usage(String word) {
        return new StringBuilder("can't use '")
                .append(word)
                .append("'. Usage: scripted-agent [--seconds N] < prompt, N from 0 to 86400, such as 2 or 0.5")
                .toString();
    }

    /** Waits until that part of the time has passed. */
    public void reach(int parts, int ofParts) throws InterruptedException {
        long left = begin + millis * parts / ofParts - System.currentTimeMillis();
        if (left > 0) {
            Thread.sleep(left);
        }
    }

    /**
     * When this process began: its own start-up counts as part of the run. Linux says it to the hundredth of a second
     * ({@code ProcessHandle} only to the second or so); elsewhere the run begins here.
     */
    private static long begin() {
        long now = System.currentTimeMillis();
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String uptime = Files.readString(Path.of("/proc/uptime"));
            // The fields after the program's name, which stands in brackets; the start is the 20th of them, in ticks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long started = Long.parseLong(fields[19]) * 10;
            long elapsed = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000) - started;
            return elapsed >= 0 && elapsed < 10_000 ? now - elapsed : now;
        } catch (IOException | RuntimeException e) {
            return now;
        }
    }
}
