package dev.slipway.activities.workspace;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a host has to give: so many workspaces at a time, on a disk with room. */
final class Slots {
    private final int all;
    private final HostDisk disk;
    private final Semaphore free;

    Slots(int all, HostDisk disk) {
        this.all = all;
        this.disk = disk;
        this.free = new Semaphore(all, true);
    }

    int used() {
        return all - free.availablePermits();
    }

    /**
     * Takes a slot, waiting for one.
     *
     * @param stillWanted asked each second; throws when nobody wants the slot any more
     */
    void take(Runnable stillWanted) throws IOException, InterruptedException {
        while (!free.tryAcquire(1, TimeUnit.SECONDS)) {
            stillWanted.run();
        }
        boolean room = false;
        try {
            disk.requireRoom();
            room = true;
        } finally {
            if (!room) {
                give();
            }
        }
    }

    void give() {
        free.release();
    }
}
