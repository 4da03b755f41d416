package dev.slipway.starter.crash;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.FS;

/**
 * Reads every object in the packs of a Git repository, reached by a ref or not. Its configuration is not read: an agent
 * may have written it.
 */
final class GitPacks {
    private static final String PACK = ".pack";
    private static final int MAGIC = 0x5041434b;
    private static final int HEADER = 12;
    private static final int OFFSET_DELTA = 6;
    private static final int REFERENCE_DELTA = 7;
    private static final int ID = 20;

    private final Path folder;

    /** @param folder {@code objects/pack} */
    GitPacks(Path folder) {
        this.folder = folder;
    }

    /** What to do with an object's content. */
    interface Reader {
        void read(InputStream content) throws IOException;
    }

    /**
     * Hands over each object of packs that have an index.
     *
     * @throws IOException when one can't be read: those before it were handed over
     */
    void indexed(Reader reader) throws IOException {
        // Measured for seconds at first use, and not needed here.
        FS.FileStoreAttributes.setBackground(true);
        ObjectDirectory objects =
                new ObjectDirectory(new Config(), folder.getParent().toFile(), null, FS.DETECTED, null);
        try (ObjectReader from = objects.newReader()) {
            for (Pack pack : objects.getPacks()) {
                for (PackIndex.MutableEntry entry : pack) {
                    try (InputStream content = from.open(entry.toObjectId()).openStream()) {
                        reader.read(content);
                    }
                }
            }
        } catch (MissingObjectException e) {
            throw new IOException("a pack can't be read: " + e.getMessage(), e);
        } finally {
            objects.close();
        }
    }

    /**
     * Hands over what can be unpacked of a pack without an index: one that was being received when a process was killed.
     * That it ends in the middle is no error.
     *
     * @throws IOException when there is something else in the middle of it
     */
    static void unfinished(Path file, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer pack = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (pack.remaining() < HEADER || pack.getInt() != MAGIC) {
                return;
            }
            pack.getInt(); // the format's version
            int objects = pack.getInt();
            for (int i = 0; i < objects && pack.hasRemaining(); i++) {
                object(pack, reader);
            }
        } catch (BufferUnderflowException e) {
            return;
        }
    }

    /** Whether a file of this folder is a pack, or the beginning of one, that has no index. */
    static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        boolean index = name.endsWith(".idx") || name.endsWith(".rev") || name.endsWith(".bitmap");
        boolean indexed = name.endsWith(PACK)
                && Files.exists(file.resolveSibling(name.substring(0, name.length() - PACK.length()) + ".idx"));
        return !index && !indexed;
    }

    private static void object(ByteBuffer pack, Reader reader) throws IOException {
        int first = pack.get();
        int type = first >> 4 & 7;
        for (int next = first; next < 0; ) {
            next = pack.get();
        }
        if (type == OFFSET_DELTA) {
            for (int next = pack.get(); next < 0; ) {
                next = pack.get();
            }
        } else if (type == REFERENCE_DELTA) {
            pack.get(new byte[ID]);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            inflate(pack, content);
        } catch (DataFormatException e) {
            throw new IOException("a pack without an index is broken: " + e.getMessage(), e);
        } finally {
            reader.read(new ByteArrayInputStream(content.toByteArray()));
        }
    }

    private static void inflate(ByteBuffer pack, ByteArrayOutputStream content) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            byte[] buffer = new byte[1 << 16];
            inflater.setInput(pack);
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                content.write(buffer, 0, length);
                if (length == 0 && inflater.needsInput()) {
                    throw new BufferUnderflowException();
                }
            }
        } finally {
            inflater.end();
        }
    }

    /** Whether a folder is where a repository keeps its packs. */
    static boolean isFolder(Path folder) {
        return folder.endsWith("objects/pack");
    }
}
