package dev.slipway.activities.github;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Time for {@link WritePacing}: what the pool's slots are told in, and one that does not jump. */
interface PacingClock {
    PacingClock SYSTEM = new PacingClock() {
        @Override
        public Instant now() {
            return Instant.now();
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

    Instant now();

    /** Nanoseconds from some moment on; only differences mean something. */
    long nanos();

    /** Returns at that moment of {@link #nanos}, or later. */
    void sleepUntil(long due) throws InterruptedException;
}
