package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.artifact.StoreTroubleException;
import dev.slipway.activities.workspace.StepContext;
import dev.slipway.activities.workspace.WorkspaceFolder;
import dev.slipway.artifact.ArtifactRef;
import dev.slipway.run.RunKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an agent's own session files in the artifact store, so that another host can resume the session. HOME is the
 * agent's to write: no link in it is followed, neither when reading nor when writing.
 */
final class SessionArchive {
    private static final long LARGEST = 64L * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(SessionArchive.class);

    private final ArtifactStore artifacts;
    private final String key;
    private final String noted;
    private final CodingAgent agent;
    private final StepContext context;
    private final Path home;

    SessionArchive(ArtifactStore artifacts, RunKey run, CodingAgent agent, StepContext context) {
        this.artifacts = artifacts;
        this.key = run + "/sessions/" + agent.name() + ".zip";
        this.noted = "sessions." + agent.name();
        this.agent = agent;
        this.context = context;
        this.home = context.folder().home();
    }

    /**
     * Stores the session folders; nothing where the agent has none, or too much. An agent sees its own key, and may have
     * printed it: that goes, out of HOME too, and all else stays, so that the session can still be resumed.
     */
    void store(Redaction redaction) throws IOException {
        if (agent.sessionFolders().stream().noneMatch(this::isReal)) {
            return;
        }
        Path archive = Files.createTempFile("slipway-session-", ".zip");
        try {
            boolean whole;
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                whole = true;
                for (Path folder : agent.sessionFolders()) {
                    whole &= !isReal(folder) || add(zip, home, home.resolve(folder), redaction);
                }
            }
            if (whole) {
                context.remember(noted, artifacts.put(key, archive));
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /**
     * Puts the session folders back, unless what HOME has goes on from what is stored: another host may have worked on
     * since.
     *
     * @return whether there are any now
     */
    boolean restore() throws IOException {
        boolean here = agent.sessionFolders().stream().anyMatch(this::isReal);
        Optional<ArtifactRef> stored;
        try {
            stored = artifacts.find(key);
        } catch (StoreTroubleException e) {
            if (!here) {
                throw e;
            }
            log.warn("the session in HOME is taken as it is: {}", e.getMessage());
            return true;
        }
        if (stored.isEmpty() || here && stored.equals(context.recall(noted, ArtifactRef.class))) {
            return here;
        }
        for (Path folder : agent.sessionFolders()) {
            if (!clear(folder)) {
                return false;
            }
        }
        try (ZipInputStream zip = new ZipInputStream(artifacts.open(stored.get()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                extract(zip, entry, agent, home);
            }
        }
        context.remember(noted, stored.get());
        return true;
    }

    private boolean isReal(Path folder) {
        return WorkspaceFolder.isReal(home, folder);
    }

    /** Deletes what is there; false where something on the way to it is no folder. */
    private boolean clear(Path folder) throws IOException {
        Path at = home;
        for (Path name : folder) {
            at = at.resolve(name);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return delete(at);
    }

    /** Links are deleted, never followed. */
    private static boolean delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
            return true;
        } catch (IOException e) {
            // HOME is the agent's: what it locked away is not worth the run.
            log.warn("the sessions in {} stay as they are: {}", folder, e.toString());
            return false;
        }
    }

    private static boolean add(ZipOutputStream zip, Path home, Path folder, Redaction redaction) throws IOException {
        long[] size = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                if (is.isRegularFile()) {
                    size[0] += is.size();
                    if (size[0] > LARGEST) {
                        return FileVisitResult.TERMINATE;
                    }
                    redaction.clean(file);
                    zip.putNextEntry(new ZipEntry(home.relativize(file).toString()));
                    try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                        content.transferTo(zip);
                    }
                    zip.closeEntry();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return size[0] <= LARGEST;
    }

    private static void extract(ZipInputStream zip, ZipEntry entry, CodingAgent agent, Path home) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        boolean inside = agent.sessionFolders().stream().anyMatch(folder -> target.startsWith(home.resolve(folder)));
        if (entry.isDirectory() || !inside) {
            return;
        }
        Files.createDirectories(target.getParent());
        try (OutputStream file = Files.newOutputStream(target)) {
            zip.transferTo(file);
        }
    }
}
