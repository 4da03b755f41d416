package dev.slipway.settings.yaml;

import dev.slipway.settings.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a file of settings as text, and says in plain words why it can't. */
final class YamlText {
    /** Room for 10,000 projects with long descriptions; what is larger is no list of projects. */
    static final int MAX_BYTES = 32 * 1024 * 1024;

    private YamlText() {}

    static String read(Path file) {
        return decode(file, bytes(file));
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw refused(new Place(file, 0), "is a folder, not a file. Name the YAML file in it");
        }
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw refused(new Place(file, 0), "is no regular file. Name a YAML file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw refused(
                        new Place(file, 0),
                        "holds " + Files.size(file) / (1024 * 1024) + " MB; at most " + MAX_BYTES / (1024 * 1024)
                                + " MB are read. Is it the right file?");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw refused(
                    new Place(file, 0), "there is no such file. 'slipway init' writes one, and '-f' names another");
        } catch (AccessDeniedException e) {
            throw refused(new Place(file, 0), "may not be read by this user. Change its permissions (chmod u+r)");
        } catch (IOException e) {
            throw refused(new Place(file, 0), "can't be read: " + e.getMessage());
        }
    }

    private static String decode(Path file, byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw refused(new Place(file, 1), "is written in UTF-16. Save it as UTF-8");
        }
        int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        ByteBuffer rest = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(rest)
                    .toString();
        } catch (CharacterCodingException e) {
            // The decoder stops in front of the first byte that it can't read.
            throw refused(
                    new Place(file, lineOf(bytes, rest.position())), "is not UTF-8 from here on. Save it as UTF-8");
        }
    }

    private static boolean startsWith(byte[] bytes, int... first) {
        if (bytes.length < first.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if ((bytes[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    static ConfigurationException refused(Place place, String message) {
        return new ConfigurationException(List.of(place + ": " + message));
    }
}
