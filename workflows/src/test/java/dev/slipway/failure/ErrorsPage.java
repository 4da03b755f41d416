package dev.slipway.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The one table of {@code docs/errors.md}. */
final class ErrorsPage {
    static final Path FILE = Path.of("..", "docs", "errors.md");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    private ErrorsPage() {}

    /** One symptom, and what is done about it. */
    record Row(String place, String symptom, String known, String type, String action, String attempt, String tests) {

        List<String> actions() {
            return List.of(action.split(", then "));
        }

        /** Names in the column of types, such as {@code FailureType.INTERNAL}. */
        List<String> types() {
            return words(type);
        }

        /** The tests that provoke it, as class and method. */
        List<String> provokedBy() {
            return words(tests);
        }
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("| ") && line.split("\\|", -1).length == 9)
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .filter(cells -> !cells.get(1).equals("where"))
                .map(cells -> new Row(
                        cells.get(1),
                        cells.get(2),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5),
                        cells.get(6),
                        cells.get(7)))
                .toList();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
