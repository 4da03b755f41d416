package dev.slipway.change;

import java.time.Duration;

/** A wait that doubles each time until something succeeds. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;
    private int taken;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    Duration next() {
        Duration now = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        taken++;
        return now;
    }

    /** How often {@link #next()} was called since the last success. */
    int taken() {
        return taken;
    }

    void succeeded() {
        next = first;
        taken = 0;
    }
}
