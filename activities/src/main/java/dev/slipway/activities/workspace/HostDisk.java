package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import dev.slipway.run.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** The disk that a host's workspaces share, and how much of it must stay free. */
final class HostDisk {
    private static final long MB = 1_000_000;

    private final HostId host;
    private final Path root;
    private final long minFree;
    private final ToLongFunction<Path> usable;

    /**
     * @param minFree bytes that are to be free where a workspace is opened
     * @param usable asks the file system of a folder for what is free
     */
    HostDisk(HostId host, Path root, long minFree, ToLongFunction<Path> usable) {
        this.host = host;
        this.root = root;
        this.minFree = minFree;
        this.usable = usable;
    }

    /** Throws {@code HOST_RESOURCES} where there is no room for one more workspace. */
    void requireRoom() throws IOException {
        Files.createDirectories(root);
        long usable = usable();
        if (usable < minFree) {
            throw Failures.of(
                    FailureType.HOST_RESOURCES,
                    "host " + host + " has " + usable / MB + " MB of disk left; worker.min_free_disk asks for "
                            + minFree / MB + " MB. Free some, or lower the setting.");
        }
    }

    /** Whether so little is left that those who work are about to fail: half of what a workspace is opened for. */
    boolean isShort() {
        return Files.isDirectory(root) && usable() < minFree / 2;
    }

    /** Whether that many bytes are worth giving a workspace up for. */
    boolean isMuch(long bytes) {
        return bytes >= minFree / 4;
    }

    /** Why a workspace of that size is given up. */
    String reason(long bytes) {
        return "host " + host + " has " + usable() / MB + " MB of disk left, less than half of worker.min_free_disk ("
                + minFree / MB + " MB), and this workspace is the largest on it with " + bytes / MB
                + " MB: the disk is full because of it, so it was stopped before it stopped the others";
    }

    private long usable() {
        return usable.applyAsLong(root);
    }
}
