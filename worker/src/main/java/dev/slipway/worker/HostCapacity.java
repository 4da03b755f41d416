package dev.slipway.worker;

import dev.slipway.settings.installation.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many workspaces a host takes at a time when nobody says: two a core, since agents mostly wait for their model,
 * but no more than memory (1 GiB each) and free disk (2 GiB each, above the reserve) bear.
 */
record HostCapacity(int cores, long memoryBytes, long freeDiskBytes) {
    private static final long GIB = 1L << 30;

    static HostCapacity of(Path workspaces) {
        try {
            Files.createDirectories(workspaces);
            return new HostCapacity(
                    Runtime.getRuntime().availableProcessors(),
                    memory(),
                    Files.getFileStore(workspaces).getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException("can't look at the disk under " + workspaces, e);
        }
    }

    int slots(WorkerSettings settings) {
        long byMemory = memoryBytes / GIB;
        long byDisk = (freeDiskBytes - settings.minFreeDisk()) / (2 * GIB);
        return (int) Math.max(1, Math.min(2L * cores, Math.min(byMemory, byDisk)));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
