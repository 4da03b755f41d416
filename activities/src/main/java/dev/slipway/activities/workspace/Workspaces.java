package dev.slipway.activities.workspace;

import dev.slipway.workspace.WorkspaceRef;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces that are in use on this host, and the folders of those that are not. */
final class Workspaces {
    private static final Logger log = LoggerFactory.getLogger(Workspaces.class);

    private final Path root;
    private final WorkspaceRepositories repositories;
    private final Map<WorkspaceKey, HostWorkspace> inUse = new ConcurrentHashMap<>();

    Workspaces(Path root, WorkspaceRepositories repositories) {
        this.root = root;
        this.repositories = repositories;
    }

    Path root() {
        return root;
    }

    Collection<HostWorkspace> inUse() {
        return List.copyOf(inUse.values());
    }

    /** The workspace of a key, with its lock taken; empty where somebody else changes it for longer than a second. */
    Optional<HostWorkspace> lock(WorkspaceKey key) throws InterruptedException {
        HostWorkspace workspace = inUse.computeIfAbsent(
                key,
                absent -> new HostWorkspace(absent, new WorkspaceFolder(root.resolve(absent.folder())), repositories));
        if (!workspace.changing.tryLock(1, TimeUnit.SECONDS)) {
            return Optional.empty();
        }
        if (inUse.get(key) != workspace) {
            workspace.changing.unlock();
            return Optional.empty();
        }
        return Optional.of(workspace);
    }

    /** Gives the lock back, and forgets a workspace that no session has. */
    void unlock(HostWorkspace workspace) {
        if (!workspace.open()) {
            workspace.release();
            inUse.remove(workspace.key(), workspace);
        }
        workspace.changing.unlock();
    }

    /** The workspace that is open in that session. */
    Optional<HostWorkspace> find(WorkspaceRef ref) {
        return Stream.of(WorkspaceKey.Use.DEPLOYMENT, WorkspaceKey.Use.RECHECK)
                .map(use -> inUse.get(new WorkspaceKey(ref.runKey(), use)))
                .filter(workspace -> workspace != null && workspace.has(ref.session()))
                .findFirst()
                .or(() -> Optional.ofNullable(inUse.get(new WorkspaceKey(ref.runKey(), WorkspaceKey.Use.WORK))));
    }

    /** Deletes what no session has had for that long; gives back how many. */
    int sweep(Duration age) {
        Instant before = Instant.now().minus(age);
        return sweep(folder -> lastUse(folder).isBefore(before));
    }

    /** Deletes what no session has open and the remote has too; gives back how many. */
    int sweepWhatIsElsewhere() {
        return sweep(folder -> !new WorkspaceFolder(folder).holdsMoreThanItsCheckpoint());
    }

    private interface Which {
        boolean test(Path folder) throws IOException;
    }

    private int sweep(Which which) {
        int swept = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                Optional<WorkspaceKey> key = WorkspaceKey.of(folder);
                if (key.isPresent() && which.test(folder) && deleteUnused(key.get())) {
                    swept++;
                }
            }
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            log.warn("could not sweep {}: {}", root, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return swept;
    }

    private static Instant lastUse(Path folder) throws IOException {
        Path session = new WorkspaceFolder(folder).session();
        return Files.getLastModifiedTime(Files.exists(session) ? session : folder, LinkOption.NOFOLLOW_LINKS)
                .toInstant();
    }

    private boolean deleteUnused(WorkspaceKey key) throws InterruptedException {
        Optional<HostWorkspace> locked = lock(key);
        if (locked.isEmpty()) {
            return false;
        }
        HostWorkspace workspace = locked.get();
        try {
            if (workspace.open()) {
                return false;
            }
            workspace.delete();
            return true;
        } finally {
            unlock(workspace);
        }
    }
}
