package dev.slipway.starter.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A SQLite database's write-ahead log: the newest version of each page in it, committed or not.
 *
 * @param versions by the number of the page
 */
record WriteAheadLog(TreeMap<Integer, byte[]> versions) {
    static final WriteAheadLog NONE = new WriteAheadLog(new TreeMap<>());

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int LARGEST_PAGE = 1 << 16;

    static WriteAheadLog read(Path path) throws IOException {
        TreeMap<Integer, byte[]> versions = new TreeMap<>();
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            if (!filled(file, header)) {
                return NONE; // emptied, or not begun
            }
            int pageSize = header.getInt(8);
            if ((header.getInt(0) & ~1) != MAGIC || pageSize < 512 || pageSize > LARGEST_PAGE) {
                throw new IOException(path.getFileName() + " is no write-ahead log");
            }
            long salt = header.getLong(16);
            ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
            // Frames with another salt were left from before the log was begun anew.
            while (filled(file, frame) && frame.getLong(8) == salt) {
                byte[] page = new byte[pageSize];
                frame.get(FRAME_HEADER, page);
                versions.put(frame.getInt(0), page);
            }
        }
        return new WriteAheadLog(versions);
    }

    /** A page's newest version, if it has one. */
    Optional<ByteBuffer> page(int number) {
        return Optional.ofNullable(versions.get(number)).map(ByteBuffer::wrap);
    }

    int lastPage() {
        return versions.isEmpty() ? 0 : versions.lastKey();
    }

    /** Fills the buffer from where the file stands; false where it ends before. */
    private static boolean filled(FileChannel file, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
