package dev.slipway.starter.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the contents of a SQLite database, whole rows however many pages they are spread over, by <a
 * href="https://www.sqlite.org/fileformat2.html">its file format</a>. No library is needed for that, and a database that
 * is in use or was left by a killed process is read as it lies there, with its write-ahead log.
 */
final class SqliteFile {
    /** How such a file begins. */
    static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final int HEADER = 100;
    private static final int INDEX_INTERIOR = 2;
    private static final int TABLE_LEAF = 13;
    private static final int INDEX_LEAF = 10;
    private static final int POINTER = 4;

    private final FileChannel file;
    private final WriteAheadLog log;
    private final int pageSize;
    private final int usable;
    private final boolean autoVacuum;
    private final int firstFree;
    private final long pages;

    private SqliteFile(FileChannel file, WriteAheadLog log, ByteBuffer header) throws IOException {
        this.file = file;
        this.log = log;
        int size = header.getShort(16) & 0xffff;
        pageSize = size == 1 ? 1 << 16 : size;
        if (Integer.bitCount(pageSize) != 1 || pageSize < 512) {
            throw new IOException("its page size of " + pageSize + " is none of SQLite's");
        }
        usable = pageSize - (header.get(20) & 0xff);
        firstFree = header.getInt(32);
        autoVacuum = header.getInt(52) != 0;
        pages = Math.max(file.size() / pageSize, log.lastPage());
    }

    /**
     * Hands over the content of each row and index entry.
     *
     * @param withLog whether changes count that stand in the write-ahead log only
     * @throws IOException when rows can't be put together: those that could be were handed over
     */
    static void read(Path path, boolean withLog, Consumer<byte[]> content) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer first = ByteBuffer.allocate(HEADER);
            fill(file, first, 0);
            Path beside = path.resolveSibling(path.getFileName() + "-wal");
            WriteAheadLog log = withLog && Files.exists(beside) ? WriteAheadLog.read(beside) : WriteAheadLog.NONE;
            log.page(1).ifPresent(page -> page.get(0, first.array()));
            new SqliteFile(file, log, first).rows(content);
        }
    }

    private void rows(Consumer<byte[]> content) throws IOException {
        Set<Integer> free = freePages();
        IOException broken = null;
        for (int number = 1; number <= pages; number++) {
            if (autoVacuum && (number - 2) % (usable / 5 + 1) == 0) {
                continue; // a map of pages, no content
            }
            try {
                rows(number, content);
            } catch (IOException | IndexOutOfBoundsException e) {
                // What a free page tells about others no longer holds.
                if (broken == null && !free.contains(number)) {
                    broken = new IOException("page " + number + ": " + e.getMessage(), e);
                }
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    private void rows(int number, Consumer<byte[]> content) throws IOException {
        ByteBuffer page = page(number);
        int begin = number == 1 ? HEADER : 0;
        int type = page.get(begin);
        if (type != TABLE_LEAF && type != INDEX_LEAF && type != INDEX_INTERIOR) {
            return;
        }
        int cells = page.getShort(begin + 3) & 0xffff;
        int pointers = begin + (type == INDEX_INTERIOR ? 12 : 8);
        for (int i = 0; i < cells; i++) {
            page.position(page.getShort(pointers + 2 * i) & 0xffff);
            content.accept(cell(page, type));
        }
    }

    private byte[] cell(ByteBuffer page, int type) throws IOException {
        if (type == INDEX_INTERIOR) {
            page.getInt(); // its child
        }
        long length = varint(page);
        if (type == TABLE_LEAF) {
            varint(page); // its row's number
        }
        int here = here(length, type);
        if (here > page.remaining()) {
            throw new IOException("a cell reaches beyond its page");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(page.array(), page.position(), here);
        if (here < length) {
            page.position(page.position() + here);
            overflow(page.getInt(), length - here, whole);
        }
        return whole.toByteArray();
    }

    /** How many of its bytes a cell keeps on its own page. */
    private int here(long length, int type) {
        int most = type == TABLE_LEAF ? usable - 35 : (usable - 12) * 64 / 255 - 23;
        if (length <= most) {
            return (int) length;
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int fitting = (int) (least + (length - least) % (usable - POINTER));
        return fitting <= most ? fitting : least;
    }

    private void overflow(int first, long length, ByteArrayOutputStream whole) throws IOException {
        int number = first;
        long left = length;
        while (left > 0) {
            if (number <= 0 || number > pages) {
                throw new IOException("a row goes on at page " + number + ", which there is not");
            }
            ByteBuffer page = page(number);
            int part = (int) Math.min(left, usable - POINTER);
            whole.write(page.array(), POINTER, part);
            left -= part;
            number = page.getInt(0);
        }
    }

    private Set<Integer> freePages() throws IOException {
        Set<Integer> free = new HashSet<>();
        int trunk = firstFree;
        while (trunk > 0 && trunk <= pages && free.add(trunk)) {
            ByteBuffer page = page(trunk);
            int leaves = Math.min(page.getInt(POINTER), usable / POINTER - 2);
            for (int i = 0; i < leaves; i++) {
                free.add(page.getInt(2 * POINTER + i * POINTER));
            }
            trunk = page.getInt(0);
        }
        return free;
    }

    private ByteBuffer page(int number) throws IOException {
        ByteBuffer logged = log.page(number).orElse(null);
        if (logged != null && logged.capacity() == pageSize) {
            return logged;
        }
        ByteBuffer page = ByteBuffer.allocate(pageSize);
        fill(file, page, (long) (number - 1) * pageSize);
        return page.clear();
    }

    private static void fill(FileChannel file, ByteBuffer buffer, long from) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file is cut short");
            }
        }
    }

    private static long varint(ByteBuffer page) throws IOException {
        long value = 0;
        for (int i = 0; i < 9; i++) {
            if (!page.hasRemaining()) {
                throw new IOException("a number reaches beyond its page");
            }
            byte one = page.get();
            if (i == 8) {
                return value << 8 | one & 0xff;
            }
            value = value << 7 | one & 0x7f;
            if (one >= 0) {
                return value;
            }
        }
        return value;
    }
}
