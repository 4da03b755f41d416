package dev.slipway.activities.github;

import io.temporal.activity.Activity;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Time for {@link WritePacing}: the server's, in which the pool's slots are told, this host's, and one that does not jump. */
interface PacingClock {
    PacingClock SYSTEM = new PacingClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public Optional<Instant> started() {
            try {
                return Optional.of(Instant.ofEpochMilli(
                        Activity.getExecutionContext().getInfo().getStartedTimestamp()));
            } catch (IllegalStateException outside) {
                return Optional.empty();
            }
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleepUntil(long due) throws InterruptedException {
            for (long left = due - nanos(); left > 0; left = due - nanos()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
    };

    /** This host's time, which may be seconds from the server's. */
    Instant now();

    /** When the activity that runs now was started, by the server's clock; empty where none runs. */
    Optional<Instant> started();

    /** Nanoseconds from some moment on; only differences mean something. */
    long nanos();

    /** Returns at that moment of {@link #nanos}, or later. */
    void sleepUntil(long due) throws InterruptedException;
}
