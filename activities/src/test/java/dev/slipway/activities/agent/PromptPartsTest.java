package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.PromptSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptPartsTest {
    private static final String LONG = IntStream.range(0, 5_000)
            .mapToObj(i -> "line " + i + " of the output\n")
            .collect(Collectors.joining());

    @TempDir
    private Path folder;

    @Test
    void aShortTextStandsInThePromptAndNoFileIsMade() throws IOException {
        PromptParts parts = new PromptParts(folder.resolve("parts"), PromptSize.FULL);

        assertThat(parts.of(PromptParts.Kind.FAILURE, "it failed")).isEqualTo("it failed");
        assertThat(parts.files()).isEmpty();
        assertThat(folder.resolve("parts")).doesNotExist();
    }

    @Test
    void aLongTextIsShownInPartAndLiesWholeInFilesThatCanBeReadAtOnce() throws IOException {
        PromptParts parts = new PromptParts(folder, PromptSize.FULL);

        String shown = parts.of(PromptParts.Kind.FAILURE, LONG);

        assertThat(shown)
                .startsWith("line 0 of")
                .endsWith("line 4999 of the output\n")
                .hasSizeLessThan(12_000);
        assertThat(parts.files()).hasSizeGreaterThan(5).allSatisfy(file -> {
            assertThat(shown).contains(file.toString());
            assertThat(Files.size(file)).isLessThanOrEqualTo(PromptParts.PART);
            assertThat(Files.readString(file)).endsWith("\n");
        });
        StringBuilder whole = new StringBuilder();
        for (Path file : parts.files()) {
            whole.append(Files.readString(file));
        }
        assertThat(whole).hasToString(LONG);
    }

    @Test
    void theShortPromptShowsLess() throws IOException {
        String text = LONG.substring(0, 8_000);
        PromptParts parts = new PromptParts(folder, PromptSize.SHORT);

        assertThat(new PromptParts(folder, PromptSize.FULL).of(PromptParts.Kind.FAILURE, text))
                .isEqualTo(text);
        assertThat(parts.of(PromptParts.Kind.FAILURE, text)).hasSizeLessThan(3_000);
        assertThat(parts.files()).hasSize(1);
    }

    @Test
    void anExcerptNamesTheWholeOutputWhereThisHostHasIt() throws IOException {
        Path log = Files.writeString(folder.resolve("2-verify.log"), LONG);
        PromptParts parts = new PromptParts(folder.resolve("parts"), PromptSize.FULL);

        String shown = parts.withWhole("line 7 of the output", log);

        assertThat(shown).startsWith("line 7 of the output\n[All that the command printed");
        assertThat(parts.files()).isNotEmpty();
        assertThat(shown).contains(parts.files().get(0).toString());
        assertThat(parts.withWhole("the same", folder.resolve("none.log"))).isEqualTo("the same");
    }

    @Test
    void ofAnOutputThatIsTooLongTheEndIsGivenAndThatIsSaid() throws IOException {
        StringBuilder megabyte = new StringBuilder();
        while (megabyte.length() < 1024 * 1024) {
            megabyte.append("line ").append(megabyte.length()).append(" of much\n");
        }
        Path log = Files.writeString(folder.resolve("2-verify.log"), megabyte);
        PromptParts parts = new PromptParts(folder.resolve("parts"), PromptSize.FULL);

        String shown = parts.withWhole("it failed", log);

        assertThat(shown)
                .startsWith("it failed\n[The last 256 KB of the 1024 KB that the command printed are in these files,")
                .doesNotContain("All that");
        StringBuilder kept = new StringBuilder();
        for (Path file : parts.files()) {
            kept.append(Files.readString(file));
        }
        assertThat(kept).hasSize(PromptParts.MOST_WHOLE);
        assertThat(megabyte.toString()).endsWith(kept.toString());
    }

    @Test
    void oneEndlessLineIsCutToo() throws IOException {
        PromptParts parts = new PromptParts(folder, PromptSize.FULL);

        assertThat(parts.of(PromptParts.Kind.RULES, "x".repeat(100_000))).hasSizeLessThan(30_000);
        assertThat(parts.files()).hasSize(7);
    }
}
