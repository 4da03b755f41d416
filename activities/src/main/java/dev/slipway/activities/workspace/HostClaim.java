package dev.slipway.activities.workspace;

import dev.slipway.activities.artifact.Redaction;
import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.path.SlipwayHome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work in a state folder's workspaces, for as long as this process lives: two workers would take each
 * other's sessions for their own. The system lets it go with the process, however that ends.
 *
 * <p>Whoever has it may end what the worker before left running, and clean what that one wrote, since nobody else can be
 * at work there.
 */
public final class HostClaim implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(HostClaim.class);
    private static final String FILE = "workspaces.lock";

    private final Path workspaces;
    private final FileChannel channel;

    private HostClaim(Path workspaces, FileChannel channel) {
        this.workspaces = workspaces;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws ConfigurationException where another process has it, with its id
     */
    public static HostClaim take(SlipwayHome home) {
        Path file = home.state().resolve(FILE);
        try {
            Files.createDirectories(home.state());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean ours = false;
            try {
                ours = locked(channel);
                if (!ours) {
                    throw new ConfigurationException(List.of("Another worker (process "
                            + Files.readString(file).strip() + ") works in " + home.workspaces()
                            + ". End it first, or give this one a folder of its own: SLIPWAY_STATE_DIR."));
                }
                byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(pid), 0);
                return new HostClaim(home.workspaces(), channel);
            } finally {
                if (!ours) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of("The state folder can't be locked with " + file + ": " + e.getMessage()));
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    /**
     * Ends every process of an agent or a build that the worker before left running, so that none works on while its run
     * goes on elsewhere.
     *
     * @return how many
     */
    public int endProcesses() {
        int ended = MarkedProcesses.endBelow("HOME=" + workspaces + "/");
        if (ended > 0) {
            log.info("ended {} processes that an earlier worker left in {}", ended, workspaces);
        }
        return ended;
    }

    /**
     * Takes secrets out of what the worker before had written of output, or its agents of their sessions, when it was
     * killed before it could do so.
     *
     * @param sessions folders below HOME in which agents keep their sessions
     */
    public void clean(Redaction redaction, Set<Path> sessions) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(workspaces)) {
            for (Path folder : folders) {
                WorkspaceFolder workspace = new WorkspaceFolder(folder);
                clean(redaction, folder.resolve("logs"));
                for (Path session : sessions) {
                    if (workspace.isInHome(session)) {
                        clean(redaction, workspace.home().resolve(session));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            log.warn("what an earlier worker wrote in {} could not be cleaned: {}", workspaces, e.toString());
        }
    }

    private static void clean(Redaction redaction, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                if (is.isRegularFile()) {
                    redaction.clean(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
