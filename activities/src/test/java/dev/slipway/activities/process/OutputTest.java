package dev.slipway.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    Path folder;

    @Test
    void keepsAllThatFits() throws IOException {
        assertThat(written(100, "one ", "two ", "three")).isEqualTo("one two three");
        assertThat(written(12, "123456789012")).isEqualTo("123456789012");
    }

    @Test
    void keepsBeginningAndEndOfWhatDoesNotFit() throws IOException {
        String text = "beginning" + ".".repeat(500) + "the end";

        for (int piece : new int[] {1, 3, 7, 64, 1000}) {
            String kept = written(40, pieces(text, piece));
            assertThat(kept).startsWith("beginning").endsWith("...the end").contains("bytes of output left out");
            assertThat(kept).contains((text.length() - 40) + " bytes");
        }
    }

    @Test
    void cutsLinesWhereverTheChunksEnd() {
        String text = "first\r\nsecond\n\nlast without end";
        for (int piece : new int[] {1, 2, 5, 100}) {
            assertThat(lines(1000, pieces(text, piece))).containsExactly("first", "second", "", "last without end");
        }
    }

    @Test
    void passesOnTheBeginningOfAnEndlessLine() {
        assertThat(lines(10, pieces("x".repeat(100_000) + "\nnext\n", 4096))).containsExactly("x".repeat(10), "next");
    }

    private String written(long max, String... pieces) throws IOException {
        Path path = Files.createTempFile(folder, "out", "");
        try (OutputFile file = new OutputFile(path, max)) {
            for (String piece : pieces) {
                byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
                file.write(bytes, bytes.length);
            }
            assertThat(file.seen()).isEqualTo(String.join("", pieces).length());
        }
        return Files.readString(path);
    }

    private static List<String> lines(int max, String... pieces) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(max, lines::add);
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            splitter.accept(bytes, bytes.length);
        }
        splitter.finish();
        return lines;
    }

    private static String[] pieces(String text, int size) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += size) {
            pieces.add(text.substring(i, Math.min(text.length(), i + size)));
        }
        return pieces.toArray(String[]::new);
    }
}
