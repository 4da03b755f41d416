package dev.slipway.activities.agent;

import dev.slipway.agent.PromptSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps prompts small: of a text that is too long the beginning and the end stand in the prompt, and the whole lies beside
 * it in files of a size that an agent can read at once.
 */
final class PromptParts {
    static final int PART = 16 * 1024;
    private static final int MOST_PARTS = 64;
    /** In bytes, of a command's output: as much as fits into the parts however few characters a part's lines leave it. */
    static final int MOST_WHOLE = MOST_PARTS * PART / 4;

    private final Path folder;
    private final PromptSize size;
    private final List<Path> files = new ArrayList<>();

    /** @param folder for the files; made when one is needed */
    PromptParts(Path folder, PromptSize size) {
        this.folder = folder;
        this.size = size;
    }

    /** The text as it goes into the prompt. */
    String of(Kind kind, String text) throws IOException {
        int room = size == PromptSize.SHORT ? kind.shortly : kind.fully;
        if (text.length() <= room) {
            return text;
        }
        List<Path> parts = write(kind, text);
        StringBuilder shown = new StringBuilder(atLine(text, room * 2 / 3));
        shown.append("\n[… left out here. ")
                .append(kind.word)
                .append(parts.size() == 1 ? " is whole in this file" : " is whole in these files, in their order")
                .append("; read what you need, one at a time:]\n");
        parts.forEach(part -> shown.append(part).append('\n'));
        String end = text.substring(text.length() - room / 3);
        return end.isEmpty() ? shown.toString() : shown + "[… and ends so:]\n" + end.substring(end.indexOf('\n') + 1);
    }

    /**
     * A failing output's excerpt as it goes into the prompt, with where the whole output can be read.
     *
     * @param whole the output's file; may not exist
     */
    String withWhole(String excerpt, Path whole) throws IOException {
        String shown = of(Kind.FAILURE, excerpt);
        if (!Files.isRegularFile(whole) || Files.size(whole) <= excerpt.length()) {
            return shown;
        }
        List<Path> parts = write(Kind.WHOLE, end(whole));
        StringBuilder all = new StringBuilder(shown.endsWith("\n") ? shown : shown + "\n");
        all.append(
                Files.size(whole) > MOST_WHOLE
                        ? "[The last " + MOST_WHOLE / 1024 + " KB of the " + Files.size(whole) / 1024
                                + " KB that the command printed are in these files"
                        : "[All that the command printed is in these files");
        all.append(", in their order; read what you need, one at a time:]\n");
        parts.forEach(part -> all.append(part).append('\n'));
        return all.toString();
    }

    /** As much as fits into the parts, from its end. */
    private static String end(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - MOST_WHOLE));
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_WHOLE));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // on
            }
            return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
        }
    }

    /** What must be readable for the agent beside the prompt. */
    List<Path> files() {
        return List.copyOf(files);
    }

    private List<Path> write(Kind kind, String text) throws IOException {
        Files.createDirectories(folder);
        List<Path> parts = new ArrayList<>();
        int from = 0;
        while (from < text.length() && parts.size() < MOST_PARTS) {
            String part = atLine(text.substring(from, Math.min(text.length(), from + PART + 1)), PART);
            Path file = folder.resolve(kind.file + "-" + (parts.size() + 1) + ".txt");
            Files.writeString(file, part);
            parts.add(file);
            from += part.length();
        }
        files.addAll(parts);
        return parts;
    }

    /** At most so many characters from the beginning, whole lines where there are any. */
    private static String atLine(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int line = text.lastIndexOf('\n', most - 1);
        return text.substring(0, line < 0 ? most : line + 1);
    }

    /** What a prompt is made of that may be long. */
    enum Kind {
        FAILURE("The excerpt", "excerpt", 10_000, 2_000),
        WHOLE("The output", "output", 0, 0),
        DESCRIPTION("The description", "description", 20_000, 3_000),
        RULES("The text of these rules", "rules", 20_000, 1_000);

        private final String word;
        private final String file;
        private final int fully;
        private final int shortly;

        Kind(String word, String file, int fully, int shortly) {
            this.word = word;
            this.file = file;
            this.fully = fully;
            this.shortly = shortly;
        }
    }
}
