package dev.slipway.activities.git;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Paths by their bytes. Git names files by bytes, and so does Linux; Java goes through the locale's character set, and
 * in the C locale loses every letter that is not ASCII. A path's URI keeps the bytes.
 */
final class RawPaths {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private RawPaths() {}

    /** The bytes of a path as the file system has them. */
    static byte[] bytes(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] absolute = decode(path.toUri().getRawPath());
        int from = path.isAbsolute() ? 0 : decode(HERE.toUri().getRawPath()).length;
        int to = absolute.length;
        while (to > from && absolute[to - 1] == '/') { // marks a folder
            to--;
        }
        byte[] bytes = new byte[to - from];
        System.arraycopy(absolute, from, bytes, 0, bytes.length);
        return bytes;
    }

    /** The path of these bytes, which must not be empty. */
    static Path path(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (isAscii(text)) {
            return Path.of(text);
        }
        boolean absolute = bytes[0] == '/';
        Path rooted = Path.of(URI.create("file://" + (absolute ? "" : "/") + encode(bytes)));
        return absolute ? rooted : rooted.subpath(0, rooted.getNameCount());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte b : bytes) {
            if (b == '/') {
                text.append('/');
            } else {
                text.append('%').append(hex.toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static byte[] decode(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
