package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputExcerptTest {
    private final OutputExcerpt excerpt = new OutputExcerpt("/w/tree");

    @Test
    void keepsHeadEndAndTellingLinesOfALongOutput() {
        excerpt.accept("first line");
        for (int i = 0; i < 5000; i++) {
            excerpt.accept(i == 2500 ? "src/Vault.sol:12:5: error: no such thing" : "downloading part " + i);
        }
        excerpt.accept("last line");
        assertThat(excerpt.text())
                .startsWith("first line\n")
                .contains("src/Vault.sol:12:5: error: no such thing\ndownloading part 2501\n")
                .endsWith("last line\n")
                .contains("lines left out …]");
        assertThat(excerpt.headline()).isEqualTo("src/Vault.sol:12:5: error: no such thing");
    }

    @Test
    void staysWithinItsSizeHoweverManyErrorsThereAre() {
        for (int i = 0; i < 10_000; i++) {
            excerpt.accept("error: " + "x".repeat(1000) + i);
        }
        assertThat(excerpt.text().length()).isLessThanOrEqualTo(OutputExcerpt.MAX_CHARACTERS);
        assertThat(excerpt.text()).endsWith("…\n");
        assertThat(excerpt.headline()).hasSize(OutputExcerpt.MAX_HEADLINE).endsWith("…");
    }

    @Test
    void keepsAShortOutputWhole() {
        excerpt.accept("one");
        excerpt.accept("");
        excerpt.accept("two");
        assertThat(excerpt.text()).isEqualTo("one\n\ntwo\n");
        assertThat(excerpt.headline()).isEqualTo("two");
    }

    @Test
    void takesColoursAndTheWorkspacesPathOut() {
        excerpt.accept("\u001B[31m/w/tree/src/main.rs:3:1: error\u001B[0m");
        assertThat(excerpt.text()).isEqualTo("src/main.rs:3:1: error\n");
    }

    @Test
    void leavesOutWhatMavenSaysAboutItself() {
        excerpt.accept("[ERROR] src/main/java/A.java:[21,19] cannot find symbol");
        excerpt.accept("[ERROR] -> [Help 1]");
        excerpt.accept("[ERROR] ");
        excerpt.accept("[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.");
        assertThat(excerpt.text()).isEqualTo("[ERROR] src/main/java/A.java:[21,19] cannot find symbol\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "a.", "a.b:", "src/", "- ", "error"})
    void looksAtEachCharacterOfALongLineAFewTimesOnly(String piece) {
        Counted line = new Counted(piece.repeat(10_000 / piece.length()));

        assertThat(OutputExcerpt.tells(line)).isFalse();

        assertThat(line.looks).isLessThan(100L * line.length());
    }

    /** A text that counts how often one of its characters is looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[ERROR] COMPILATION ERROR :, '[ERROR] src/main/java/A.java:[21,19] cannot find symbol'",
        "Compiling ring v0.1.0, error[E0382]: borrow of moved value: `ring`",
        "# example.com/x, internal/store.go:43:3: declared and not used: expires",
        "TAP version 13, not ok 2 - fills up again at its rate",
        "test_a (tests.A) ... ok, FAIL: test_b (tests.A)",
        "Ran 6 tests for test/Vault.t.sol, [FAIL: paid too early] testRefuses()",
    })
    void theHeadlineIsTheFirstLineThatSaysWhatIsWrong(String before, String telling) {
        excerpt.accept(before);
        excerpt.accept(telling);
        excerpt.accept("error: could not compile");
        assertThat(excerpt.headline()).isEqualTo(telling);
    }
}
