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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} and the code know the same failures, and what it says is provoked by tests that are there. */
class ErrorsPageTest {
    private static final Set<String> ENUMS = Set.of("FailureType", "AgentOutcome", "BlockReason", "MergeObstacle");
    private static final Set<String> PLACES = Set.of("GitHub", "Git", "agent", "model", "toolchain", "disk", "process");
    private static final Set<String> ACTIONS = Set.of(
            "wait until",
            "retry with back-off",
            "rotate account",
            "fail over agent",
            "fix with the agent",
            "ask a person",
            "give up");

    @Test
    void theTableHasFortyRowsAndAllPlaces() throws IOException {
        List<ErrorsPage.Row> rows = ErrorsPage.rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(40);
        assertThat(rows.stream().map(ErrorsPage.Row::place).distinct()).containsExactlyInAnyOrderElementsOf(PLACES);
        assertThat(rows).doesNotHaveDuplicates().allSatisfy(row -> {
            assertThat(row.symptom()).isNotBlank();
            assertThat(row.known()).isNotBlank();
            assertThat(row.type()).isNotBlank();
            assertThat(row.attempt()).isNotBlank();
        });
    }

    @Test
    void eachActionIsOneOfSevenAndEachOfThemIsTaken() throws IOException {
        List<String> actions = ErrorsPage.rows().stream()
                .flatMap(row -> row.actions().stream())
                .toList();
        assertThat(Set.copyOf(actions)).containsExactlyInAnyOrderElementsOf(ACTIONS);
    }

    @Test
    void eachFailureOutcomeAndReasonHasARow() throws IOException {
        List<String> named = ErrorsPage.rows().stream()
                .flatMap(row -> row.types().stream())
                .filter(type -> ENUMS.contains(type.replaceFirst("\\..*", "")))
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
    void eachRowIsProvokedByTestsThatAreThereAndRun() throws IOException {
        Map<String, TestSource> sources = testSources();
        assertThat(ErrorsPage.rows())
                .allSatisfy(row -> assertThat(row.provokedBy()).isNotEmpty().allSatisfy(test -> {
                    assertThat(test).matches("\\w+\\.\\w+");
                    assertThat(sources).as("test classes").containsKey(type(test));
                    TestSource source = sources.get(type(test));
                    assertThat(source.runs(test.substring(test.indexOf('.') + 1)))
                            .as("the test %s, not disabled", test)
                            .isTrue();
                }));
    }

    /** In the module of workflows GitHub, hosts and agents are played by the tests. */
    @Test
    void eachRowIsProvokedOutsideOfTheWorkflowsToo() throws IOException {
        Map<String, TestSource> sources = testSources();
        assertThat(ErrorsPage.rows())
                .allSatisfy(row -> assertThat(row.provokedBy())
                        .as(row.symptom())
                        .anyMatch(test -> !sources.get(type(test)).module().equals("workflows")));
    }

    private static String type(String test) {
        return test.substring(0, test.indexOf('.'));
    }

    /** A test class. */
    private record TestSource(String module, String text) {
        /** Whether it has that test, and neither it nor the class is disabled. */
        boolean runs(String method) {
            Matcher test = Pattern.compile(
                            "(?s)@(?:Parameterized|Repeated)?Test\\b((?:(?!\\bvoid\\b).)*)\\bvoid " + method + "\\(")
                    .matcher(text);
            if (!test.find()) {
                return false;
            }
            // Annotations may stand before @Test too: up to the end of whatever comes before.
            String before = text.substring(0, test.start());
            String above = before.substring(Math.max(before.lastIndexOf('}'), before.lastIndexOf(';')) + 1);
            String ofTheClass = before.substring(0, before.indexOf("class "));
            return Stream.of(test.group(1), above, ofTheClass)
                    .noneMatch(annotations -> annotations.contains("@Disabled"));
        }
    }

    /** The sources of all modules' tests, by the names of their classes. */
    private static Map<String, TestSource> testSources() throws IOException {
        Map<String, TestSource> sources = new HashMap<>();
        for (String module : List.of("workflows", "settings", "activities", "worker", "starter", "sandbox")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    String name = file.getFileName().toString();
                    sources.put(
                            name.substring(0, name.length() - ".java".length()), new TestSource(module, text(file)));
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
}
