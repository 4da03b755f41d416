package dev.slipway.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/sandbox.md} knows the same faults, with the same settings, and the same flags as the code. */
class SandboxPageTest {
    private static final Path PAGE = Path.of("..", "docs", "sandbox.md");
    private static final Path MAIN = Path.of("src/main/java/dev/slipway/sandbox/SandboxMain.java");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");
    private static final Pattern FLAG = Pattern.compile("case \"(--[a-z-]+)\"");

    @Test
    void thePageHasEveryKindOfFaultAndNoOther() throws IOException {
        assertThat(rowsAfter("| kind | where |"))
                .extracting(cells -> words(cells.get(1)).get(0))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FaultKind.values()).map(FaultKind::word).toList());
    }

    @Test
    void eachKindHasItsSettings() throws IOException {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        Map<String, List<String>> taken = new LinkedHashMap<>();
        List<String> keys = Arrays.stream(Setting.values()).map(Setting::key).toList();
        for (List<String> cells : rowsAfter("| kind | where |")) {
            String kind = words(cells.get(1)).get(0);
            documented.put(
                    kind,
                    words(cells.get(4)).stream().filter(keys::contains).sorted().toList());
            taken.put(
                    kind,
                    Arrays.stream(Setting.values())
                            .filter(FaultKind.of(kind).orElseThrow()::takes)
                            .map(Setting::key)
                            .sorted()
                            .toList());
        }
        assertThat(documented).isEqualTo(taken);
    }

    @Test
    void thePageHasEveryFlagOfTheProgramAndNoOther() throws IOException {
        List<String> flags = FLAG.matcher(Files.readString(MAIN))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(flags).isNotEmpty();
        assertThat(rowsAfter("| flag | meaning |"))
                .flatExtracting(cells -> words(cells.get(1)))
                .containsExactlyInAnyOrderElementsOf(flags);
    }

    /** The cells of the table that begins so. */
    private static List<List<String>> rowsAfter(String head) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.asList(line.split("\\|", -1)))
                .toList();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
