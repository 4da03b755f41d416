package dev.slipway.activities.workspace;

import dev.slipway.activities.failure.Failures;
import dev.slipway.failure.FailureType;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one workspace from filling the disk for all. Where it gets short, files go that the remote has too; where that
 * does not help, the largest workspace is stopped, and its run told why. The others work on.
 */
final class DiskGuard {
    private static final Logger log = LoggerFactory.getLogger(DiskGuard.class);

    private final HostDisk disk;
    private final Workspaces workspaces;
    private @Nullable HostWorkspace stopped;

    DiskGuard(HostDisk disk, Workspaces workspaces) {
        this.disk = disk;
        this.workspaces = workspaces;
    }

    /** Looks once. Called every second; only a disk that is short costs more than a question to the file system. */
    synchronized void look() {
        try {
            relieve();
        } catch (RuntimeException e) {
            log.warn("the disk could not be watched", e);
        }
    }

    private void relieve() {
        if (!disk.isShort() || (stopped != null && stopped.isGivenUp())) {
            return;
        }
        stopped = null;
        int swept = workspaces.sweepWhatIsElsewhere();
        if (swept > 0) {
            log.warn("the disk is short: deleted {} workspaces that nobody has open", swept);
        }
        if (disk.isShort()) {
            largest().filter(most -> most.workspace().open()).ifPresent(this::stop);
        }
    }

    private record Sized(HostWorkspace workspace, long bytes) {}

    private Optional<Sized> largest() {
        return workspaces.inUse().stream()
                .map(workspace -> new Sized(workspace, workspace.folder().bytes()))
                .max(Comparator.comparingLong(Sized::bytes))
                .filter(most -> disk.isMuch(most.bytes()));
    }

    private void stop(Sized most) {
        String why = disk.reason(most.bytes());
        log.warn("{}: {}", most.workspace().folder().root(), why);
        stopped = most.workspace();
        most.workspace().giveUp(Failures.of(FailureType.HOST_RESOURCES, why));
    }

    /** Whether a workspace that is to be closed may keep its files: not the largest on a disk that is short. */
    boolean hasRoomFor(HostWorkspace workspace) {
        return !disk.isShort()
                || largest().filter(most -> most.workspace() == workspace).isEmpty();
    }
}
