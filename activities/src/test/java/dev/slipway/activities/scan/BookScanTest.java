package dev.slipway.activities.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.book.BookFile;
import dev.slipway.sandbox.book.Prompt;
import dev.slipway.sandbox.book.ScriptBook;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script book writes is pushed through the same scan as everything else, and must come through. */
class BookScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"solc", "foundry", "hardhat", "clarinet", "maven", "npm", "python", "go", "cargo", "command"})
    void theBookHoldsNothingThatLooksLikeASecret(String toolchain) {
        for (String task : List.of("generate", "tests", "optimise")) {
            String prompt =
                    "Task: " + task + "\nProject: name-registry\nToolchain: " + toolchain + "\nDescription: x\n";
            List<ScannedFile> files = ScriptBook.answer(Prompt.parse(prompt)).files().stream()
                    .map(BookScanTest::scanned)
                    .toList();
            assertThat(new SecretScanner(List.of()).scan(files)).isEmpty();
        }
    }

    private static ScannedFile scanned(BookFile file) {
        byte[] bytes = file.content().getBytes(StandardCharsets.UTF_8);
        return new ScannedFile(file.path(), bytes.length, () -> new ByteArrayInputStream(bytes));
    }
}
