package dev.slipway.settings.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} and the reader know the same keys. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    /** Stand under {@code projects} only, as the page says. */
    private static final Set<String> NOT_IN_DEFAULTS = Set.of("defaults.name", "defaults.description");

    @Test
    void thePageHasEveryKeyAndNoOther() throws IOException {
        Set<String> documented = documented();
        documented.removeAll(NOT_IN_DEFAULTS);

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(SettingsSchema.ROOT.paths().stream()
                        .filter(path -> !INSTALLATION_SECTIONS.contains(path))
                        .toList());
    }

    /** Sections of the installation have a heading, and no row. */
    private static final Set<String> INSTALLATION_SECTIONS = Set.of(
            "temporal", "github", "accounts", "agents", "stores", "worker", "budget", "windows", "quota", "failover");

    @Test
    void everyRowSaysWhatTheKeyMeans() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .allSatisfy(line -> assertThat(line.split("\\|", -1))
                        .hasSize(5)
                        .satisfies(cells -> assertThat(cells[3]).isNotBlank()));
    }

    @Test
    void nothingIsLeftToALaterVersion() throws IOException {
        assertThat(Files.readString(PAGE))
                .doesNotContainIgnoringCase("later version")
                .doesNotContain("this version");
    }

    /** Rows whose meaning begins with "A secret", and the sentence that lists what may only be a reference. */
    @Test
    void theListOfSecretsIsThatOfTheTables() throws IOException {
        String list = Files.readString(PAGE);
        list = list.substring(list.indexOf("- **Secrets** ("));
        Set<String> listed = new LinkedHashSet<>(words(list.substring(0, list.indexOf(")"))));
        Set<String> inTables = new LinkedHashSet<>(List.of("env"));
        Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `") && line.split("\\|", -1)[3].contains("A secret"))
                .forEach(line -> inTables.add(words(line).get(0)));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(inTables);
    }

    @Test
    void thePromptsAreThoseThatComeAlong() throws IOException {
        String page = Files.readString(PAGE);
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/prompts"))) {
            assertThat(files.map(file -> "`" + file.getFileName() + "`"))
                    .isNotEmpty()
                    .allMatch(page::contains);
        }
    }

    /** Rows of a table belong to every section that the heading above it names. */
    private static Set<String> documented() throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        List<String> prefixes = List.of();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("#")) {
                prefixes = line.contains("`")
                        ? words(line).stream().map(word -> word + ".").toList()
                        : line.equals("### Top level") ? List.of("") : List.of();
            } else if (line.startsWith("| `")) {
                String key = words(line.split("\\|", -1)[1]).get(0);
                prefixes.forEach(prefix -> paths.add(prefix + key));
            }
        }
        return paths;
    }

    private static List<String> words(String text) {
        return new ArrayList<>(WORD.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList());
    }
}
