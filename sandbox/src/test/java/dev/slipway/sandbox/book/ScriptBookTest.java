package dev.slipway.sandbox.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptBookTest {
    private static final String OUTPUTS = """
            contracts/TokenVault.sol:87:31: error: DeclarationError: Undeclared identifier. [7576]
            [FAIL: paid too early] testRefusesToPayBeforeTheDelayIsOver()
            The file "contracts/IERC20.sol" doesn't exist within the project.
            contracts/x.clar:59:5: error: use of unresolved map 'name'
              symbol:   class InstantSource
            not ok 2 - fills up again at its rate
            FAIL: test_names_the_line_of_a_refused_row (tests.test_columns.ConvertTest)
            internal/shorten/store.go:43:3: declared and not used: expires
            error[E0382]: borrow of moved value: `ring`
            notes.txt:5: check failed: notes.txt has no entry under 'Fixed:'
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {"solc", "foundry", "hardhat", "clarinet", "maven", "npm", "python", "go", "cargo", "command"})
    void everyToolchainHasAWholeChapter(String toolchain) {
        assertThat(ScriptBook.has(toolchain)).isTrue();
        for (String task : List.of("generate", "fix", "tests", "optimise")) {
            BookEntry entry = ScriptBook.answer(prompt(toolchain, task, "token-vault", OUTPUTS));
            assertThat(entry.files()).isNotEmpty();
            assertThat(entry.opening()).isNotBlank();
            assertThat(entry.closing()).isNotBlank();
            assertThat(entry.files()).allSatisfy(file -> {
                assertThat(file.path()).doesNotContain("@@").doesNotStartWith("/");
                assertThat(file.content()).doesNotContain("@@");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"solc", "foundry", "hardhat", "clarinet", "maven", "npm", "python", "go", "cargo", "command"})
    void theReadmeSaysWhatTheProjectIs(String toolchain) {
        assertThat(ScriptBook.answer(prompt(toolchain, "generate", "english-auction", ""))
                        .files())
                .filteredOn(file -> file.path().equals("README.md"))
                .singleElement()
                .satisfies(readme -> assertThat(readme.content())
                        .startsWith("# English Auction\n")
                        .contains("Bids, refunds and \"settlement\"; after the deadline"));
    }

    @Test
    void namesFollowTheLanguagesCustoms() {
        assertThat(paths("solc", "DeFiLendingProtocol")).contains("contracts/DeFiLendingProtocol.sol");
        assertThat(paths("solc", "token-vault-2")).contains("contracts/TokenVault2.sol");
        assertThat(paths("python", "csv-to-parquet")).contains("src/csv_to_parquet/columns.py");
        assertThat(paths("solc", "2048")).contains("contracts/Project2048.sol");
    }

    @Test
    void aDescriptionCannotBreakOutOfACommentOrAString() {
        String prompt =
                "Toolchain: maven\nTask: generate\nProject: x\nDescription: */ \"quoted\" <b> & `$(id)` \\u000a\n";
        List<BookFile> files = ScriptBook.answer(Prompt.parse(prompt)).files();
        assertThat(files)
                .filteredOn(file -> !file.path().equals("README.md"))
                .allSatisfy(
                        file -> assertThat(file.content()).doesNotContain("*/ \"quoted", "<b>", "$(id)", "u000a\n"));
    }

    @Test
    void aMendIsGivenOnlyForAnErrorOfTheBooksOwn() {
        assertThatThrownBy(() -> ScriptBook.answer(prompt("go", "fix", "x", "out of memory")))
                .isInstanceOf(NotInTheBookException.class)
                .hasMessageContaining("no mend for this output of toolchain go");
    }

    @Test
    void whatTheBookDoesNotHaveIsSaid() {
        assertThatThrownBy(() -> ScriptBook.answer(prompt("cobol", "generate", "x", "")))
                .hasMessage("the script book has no toolchain 'cobol'");
        assertThatThrownBy(() -> ScriptBook.answer(prompt("go", "deploy", "x", "")))
                .hasMessage("the script book has no task 'deploy' for toolchain go");
        assertThatThrownBy(() -> Prompt.parse("write me a poem"))
                .isInstanceOf(NotInTheBookException.class)
                .hasMessageContaining("no line 'Toolchain: …'");
    }

    @Test
    void aDescriptionOfTwoFixRoundsNeedsTwo() {
        String head = "Toolchain: command\nProject: x\nDescription: needs two fix rounds\nTask: ";
        BookEntry first = ScriptBook.answer(
                Prompt.parse(head + "fix\nno entry\ncheck failed: notes.txt has no entry under 'Fixed:'\n"
                        + "check failed: notes.txt has no entry under 'Known limits:'"));
        BookEntry second =
                ScriptBook.answer(Prompt.parse(head + "fix\ncheck failed: notes.txt has no entry under 'Fixed:'"));
        assertThat(first.files()).isNotEqualTo(second.files());
        assertThat(first.files().get(0).content()).contains("Fixed:\n\nKnown limits:\n-");
    }

    private static List<String> paths(String toolchain, String project) {
        return ScriptBook.answer(prompt(toolchain, "generate", project, "")).files().stream()
                .map(BookFile::path)
                .toList();
    }

    private static Prompt prompt(String toolchain, String task, String project, String rest) {
        return Prompt.parse("Toolchain: " + toolchain + "\nTask: " + task + "\nProject: " + project
                + "\nDescription: Bids, refunds and \"settlement\"; after the deadline\n\n" + rest);
    }
}
