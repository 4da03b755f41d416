package dev.slipway.starter.output;

import java.time.Duration;

/** Durations for people: {@code 8s}, {@code 1m05s}, {@code 2h03m}, {@code 3d4h}. */
public final class Elapsed {
    private Elapsed() {}

    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return "%dm%02ds".formatted(seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return "%dh%02dm".formatted(seconds / 3600, seconds % 3600 / 60);
        }
        return "%dd%dh".formatted(seconds / 86_400, seconds % 86_400 / 3600);
    }
}
