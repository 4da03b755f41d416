package dev.slipway.activities.github;

import java.util.concurrent.Semaphore;

/** One principal's requests at a time in this process: as many as its share, which changes as workers come and go. */
final class RequestTurns {
    private final Places free;
    private int share;

    /** Only a subclass may take places away from those who wait for them. */
    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1L;

        Places(int places) {
            super(places, true);
        }

        void fewer(int by) {
            reducePermits(by);
        }
    }

    RequestTurns(int share) {
        this.share = share;
        this.free = new Places(share);
    }

    void take() throws InterruptedException {
        free.acquire();
    }

    void giveBack() {
        free.release();
    }

    /** From now on so many. Those under way end as they are; where they are more, nobody begins until enough have. */
    synchronized void share(int now) {
        if (now > share) {
            free.release(now - share);
        } else {
            free.fewer(share - now);
        }
        share = now;
    }

    /** How many are under way. */
    synchronized int underWay() {
        return share - free.availablePermits();
    }
}
