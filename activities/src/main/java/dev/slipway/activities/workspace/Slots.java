package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a host has to give: so many workspaces at a time, on a disk with room. */
final class Slots {
    private final HostId host;
    private final SessionLimits limits;
    private final Path root;
    private final Semaphore free;

    Slots(HostId host, SessionLimits limits, Path root) {
        this.host = host;
        this.limits = limits;
        this.root = root;
        this.free = new Semaphore(limits.slots(), true);
    }

    int used() {
        return limits.slots() - free.availablePermits();
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
            checkDisk();
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

    private void checkDisk() throws IOException {
        Path folder = Files.createDirectories(root);
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < limits.minFreeDisk()) {
            throw Failures.of(
                    FailureType.HOST_RESOURCES,
                    "host " + host + " has " + usable / 1_000_000 + " MB of disk left; worker.min_free_disk asks for "
                            + limits.minFreeDisk() / 1_000_000 + " MB. Free some, or lower the setting.");
        }
    }
}
