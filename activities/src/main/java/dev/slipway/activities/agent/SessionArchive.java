package dev.slipway.activities.agent;

import dev.slipway.activities.artifact.ArtifactStore;
import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.workspace.WorkspaceFolder;
import dev.slipway.agent.AgentTask;
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

/**
 * Keeps an agent's own session files in the artifact store, so that another host can resume the session. HOME is the
 * agent's to write: no link in it is followed, neither when reading nor when writing.
 */
final class SessionArchive {
    private static final long LARGEST = 64L * 1024 * 1024;

    private final ArtifactStore artifacts;

    SessionArchive(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * Stores the session folders; nothing where the agent has none, or too much. An agent sees its own key, and may have
     * printed it: that goes, out of HOME too, and all else stays, so that the session can still be resumed.
     */
    void store(RunKey run, CodingAgent agent, Path home, Redaction redaction) throws IOException {
        if (agent.sessionFolders().stream().noneMatch(folder -> WorkspaceFolder.isReal(home, folder))) {
            return;
        }
        Path archive = Files.createTempFile("slipway-session-", ".zip");
        try {
            boolean whole;
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                whole = true;
                for (Path folder : agent.sessionFolders()) {
                    whole &= !WorkspaceFolder.isReal(home, folder) || add(zip, home, home.resolve(folder), redaction);
                }
            }
            if (whole) {
                artifacts.put(key(run, agent), archive);
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /** Puts the session folders back where HOME has none of them; whether there are any now. */
    boolean restore(RunKey run, CodingAgent agent, Path home) throws IOException {
        if (agent.sessionFolders().stream().anyMatch(folder -> WorkspaceFolder.isReal(home, folder))) {
            return true;
        }
        Optional<ArtifactRef> archive = artifacts.find(key(run, agent));
        if (archive.isEmpty()
                || agent.sessionFolders().stream()
                        .anyMatch(folder -> Files.exists(home.resolve(folder.getName(0)), LinkOption.NOFOLLOW_LINKS))) {
            return false;
        }
        try (ZipInputStream zip = new ZipInputStream(artifacts.open(archive.get()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                extract(zip, entry, agent, home);
            }
        }
        return true;
    }

    /**
     * Notes that a task was broken off in that session, for an execution that has not heard of it.
     *
     * @param session null: nothing was broken off, and what was before is done
     */
    void noteBrokenOff(RunKey run, CodingAgent agent, AgentTask task, @Nullable String session) throws IOException {
        String key = run + "/sessions/" + agent.name() + ".broken-off";
        if (session != null || artifacts.find(key).isPresent()) {
            artifacts.put(key, session == null ? "" : task + " " + session);
        }
    }

    /** The session in which that task was broken off last, if it was not finished since. */
    Optional<String> brokenOff(RunKey run, CodingAgent agent, AgentTask task) throws IOException {
        Optional<ArtifactRef> note = artifacts.find(run + "/sessions/" + agent.name() + ".broken-off");
        String noted = note.isEmpty() ? "" : artifacts.text(note.get());
        String begin = task + " ";
        return noted.startsWith(begin) ? Optional.of(noted.substring(begin.length())) : Optional.empty();
    }

    private static String key(RunKey run, CodingAgent agent) {
        return run + "/sessions/" + agent.name() + ".zip";
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
