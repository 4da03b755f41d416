package dev.slipway.activities.agent;

import dev.slipway.activities.process.RunningProcess;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends a process that says nothing for too long. Time in which this very program stood still, as on a machine that slept,
 * is not held against it.
 */
final class StallGuard implements AutoCloseable {
    private static final int LOOKS = 40;
    private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final RunningProcess process;
    private final long allowed;
    private final long pause;
    private final LongSupplier progress;
    private boolean over;
    private boolean stalled;

    private StallGuard(RunningProcess process, Duration allowed, LongSupplier progress) {
        this.progress = progress;
        this.process = process;
        this.allowed = allowed.toNanos();
        this.pause = Math.max(1_000_000, Math.min(LONGEST_BETWEEN_LOOKS.toNanos(), this.allowed / LOOKS));
    }

    /**
     * @param allowed silence; zero for any
     * @param progress a number that changes with whatever the process says
     */
    static StallGuard over(RunningProcess process, Duration allowed, LongSupplier progress) {
        StallGuard guard = new StallGuard(process, allowed, progress);
        if (!allowed.isZero() && !allowed.isNegative()) {
            Thread thread = new Thread(guard::watch, "slipway-stall-guard");
            thread.setDaemon(true);
            thread.start();
        }
        return guard;
    }

    /** Whether it was this guard that ended the process. */
    synchronized boolean stalled() {
        return stalled;
    }

    private void watch() {
        long silent = 0;
        long said = progress.getAsLong();
        try {
            while (silent < allowed) {
                long looked = System.nanoTime();
                if (isOverAfter(pause)) {
                    return;
                }
                long now = progress.getAsLong();
                silent = now == said ? silent + Math.min(System.nanoTime() - looked, 2 * pause) : 0;
                said = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (verdict(process.alive())) {
            process.stop();
        }
    }

    private synchronized boolean isOverAfter(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; !over && left > 0; left = deadline - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return over;
    }

    private synchronized boolean verdict(boolean alive) {
        stalled = alive && !over;
        return stalled;
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
