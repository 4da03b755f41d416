package dev.slipway.starter.crash;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Content that is looked through: as it is, and unpacked where it is packed. Counts what was found in all of it. */
final class SearchedContent {
    private static final int BUFFER = 1 << 16;

    /** An archive in an archive in an archive: deeper nobody packs. */
    private static final int DEEPEST = 3;

    private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final BytePatterns patterns;
    private long found;

    SearchedContent(BytePatterns patterns) {
        this.patterns = patterns;
    }

    long found() {
        return found;
    }

    /** Looks through a file. */
    void file(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            plain(in);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            in.mark(BUFFER);
            byte[] first = in.readNBytes(ZIP.length);
            in.reset();
            unpacked(first, in, 0);
        }
    }

    /** Looks through a stream, to its end. */
    void all(InputStream in) throws IOException {
        in(in, 0);
    }

    /** Looks through a row of a database: in its values others may be packed, wherever they begin. */
    void row(byte[] row) {
        try {
            plain(new ByteArrayInputStream(row));
            for (int at = 0; at < row.length - GZIP.length; at++) {
                if (Arrays.equals(row, at, at + GZIP.length, GZIP, 0, GZIP.length)) {
                    gzip(new ByteArrayInputStream(row, at, row.length - at), 0);
                }
            }
        } catch (IOException e) {
            // Three bytes that only look like the beginning of something packed, or what follows it in the row.
            return;
        }
    }

    static boolean isDatabase(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SqliteFile.MAGIC.length), SqliteFile.MAGIC);
        } catch (IOException e) {
            return false; // that it can't be read was said already
        }
    }

    private void plain(InputStream in) throws IOException {
        BytePatterns.Scan scan = patterns.scan();
        try {
            scan.all(in);
        } finally {
            found += scan.found();
        }
    }

    private void in(InputStream in, int depth) throws IOException {
        byte[] first = in.readNBytes(ZIP.length);
        // No buffer: one that is being filled when the stream breaks off would lose what came before.
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), in);
        if (depth == DEEPEST || !unpacked(first, all, depth)) {
            plain(all);
        }
    }

    /** Looks into what is packed; whether it was. */
    private boolean unpacked(byte[] first, InputStream in, int depth) throws IOException {
        if (begins(first, GZIP)) {
            gzip(in, depth);
        } else if (begins(first, ZIP)) {
            zip(in, depth);
        } else if (isZlib(first)) {
            zlib(in, depth);
        } else {
            return false;
        }
        return true;
    }

    private void gzip(InputStream in, int depth) throws IOException {
        try (InputStream content = new GZIPInputStream(in, BUFFER)) {
            in(content, depth + 1);
        } catch (EOFException e) {
            // Cut short by a kill: what there is was looked through.
            return;
        }
    }

    private void zip(InputStream in, int depth) throws IOException {
        try (ZipInputStream content = new ZipInputStream(in)) {
            while (content.getNextEntry() != null) {
                in(new Entry(content), depth + 1);
            }
        } catch (EOFException e) {
            return;
        }
    }

    /** An entry of an archive: who has read it closes it, and not the archive. */
    private static final class Entry extends FilterInputStream {
        Entry(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {
            // The archive goes on.
        }
    }

    private void zlib(InputStream in, int depth) throws IOException {
        try (InputStream content = new InflaterInputStream(in)) {
            in(content, depth + 1);
        } catch (ZipException | EOFException e) {
            // Text may begin so as well; it was looked through as it is.
            return;
        }
    }

    private static boolean begins(byte[] content, byte[] magic) {
        return content.length >= magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }

    /** The first two bytes of zlib's format: its method, and a check that makes them a multiple of 31. */
    private static boolean isZlib(byte[] first) {
        return first.length > 1 && first[0] == 0x78 && (first[0] * 256 + (first[1] & 0xff)) % 31 == 0;
    }
}
