package dev.slipway.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.BlockReason;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.repository.MergeObstacle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} and the code know the same failures, and what it says is provoked by tests that are there. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "errors.md");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");
    private static final Pattern VALUE =
            Pattern.compile("`(FailureType|AgentOutcome|BlockReason|MergeObstacle)\\.([A-Z_]+)`");

    private static final Set<String> PLACES = Set.of("GitHub", "Git", "agent", "model", "toolchain", "disk", "process");
    private static final Set<String> ACTIONS = Set.of(
            "wait until",
            "retry with back-off",
            "rotate account",
            "fail over agent",
            "fix with the agent",
            "ask a person",
            "give up");

    private record Row(
            String place, String symptom, String known, String type, String action, String attempt, String tests) {}

    @Test
    void theTableHasFortyRowsAndAllPlaces() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
        assertThat(rows.stream().map(Row::place).distinct()).containsExactlyInAnyOrderElementsOf(PLACES);
        assertThat(rows).doesNotHaveDuplicates().allSatisfy(row -> {
            assertThat(row.symptom()).isNotBlank();
            assertThat(row.known()).isNotBlank();
            assertThat(row.type()).isNotBlank();
            assertThat(row.attempt()).isNotBlank();
        });
    }

    @Test
    void eachActionIsOneOfSevenAndEachOfThemIsTaken() throws IOException {
        List<String> actions = rows().stream()
                .flatMap(row -> Arrays.stream(row.action().split(", then ")))
                .toList();
        assertThat(Set.copyOf(actions)).containsExactlyInAnyOrderElementsOf(ACTIONS);
    }

    @Test
    void eachFailureOutcomeAndReasonHasARow() throws IOException {
        List<String> named = rows().stream()
                .flatMap(row -> VALUE.matcher(row.type()).results())
                .map(found -> found.group(1) + "." + found.group(2))
                .distinct()
                .toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                FailureType.values(),
                                AgentOutcome.values(),
                                BlockReason.values(),
                                MergeObstacle.values())
                        .flatMap(Arrays::stream)
                        .map(value -> value.getDeclaringClass().getSimpleName() + "." + value.name())
                        .toList());
    }

    @Test
    void eachRowIsProvokedByTestsThatAreThere() throws IOException {
        Map<String, String> sources = testSources();
        assertThat(rows())
                .allSatisfy(row -> assertThat(words(row.tests())).isNotEmpty().allSatisfy(test -> {
                    assertThat(test).matches("\\w+\\.\\w+");
                    String type = test.substring(0, test.indexOf('.'));
                    String method = test.substring(test.indexOf('.') + 1);
                    assertThat(sources).as("test classes").containsKey(type);
                    assertThat(Pattern.compile("(?s)@(?:Parameterized|Repeated)?Test\\b(?:(?!\\bvoid\\b).)*\\bvoid "
                                            + method + "\\(")
                                    .matcher(sources.get(type))
                                    .find())
                            .as("the test %s", test)
                            .isTrue();
                }));
    }

    /** The sources of all modules' tests, by the names of their classes. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("workflows", "settings", "activities", "worker", "starter", "sandbox")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    String name = file.getFileName().toString();
                    sources.put(name.substring(0, name.length() - ".java".length()), text(file));
                });
            }
        }
        return sources;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
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
