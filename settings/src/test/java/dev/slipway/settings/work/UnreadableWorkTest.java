package dev.slipway.settings.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.toolchain.Toolchains;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that can't be read, or hold no YAML that can be used. */
class UnreadableWorkTest {
    private static final Toolchains TOOLCHAINS = Toolchains.load(Path.of("no-toolchains-of-our-own"));

    @TempDir
    private Path folder;

    @Test
    void rulesOfTheHouseCantLieElsewhere() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.md"), "x");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("link.md"), outside);
        for (String path : List.of("../outside.md", outside.toString(), "link.md")) {
            Path file = Files.writeString(
                    inside.resolve("slipway.yaml"),
                    "projects: [{name: a, description: b, toolchain: go}]\nconstitution: " + path);

            assertThat(problems(file)).singleElement().asString().contains(":2: ", path, "leads out of the folder");
        }
    }

    @Test
    void aFileOfTextCantLieElsewhereEither() throws IOException {
        Files.writeString(folder.resolve("key"), "private");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path file = Files.writeString(
                inside.resolve("slipway.yaml"), "projects: [{name: a, description: '${file:../key}', toolchain: go}]");

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains(":1: ", "outside the folder")
                .doesNotContain("private");
    }

    @Test
    void rulesOfTheHouseAreShort() throws IOException {
        Files.writeString(folder.resolve("rules.md"), "x".repeat(70_000));

        assertThat(problems("projects: [{name: a, description: b, toolchain: go}]\nconstitution: rules.md"))
                .singleElement()
                .asString()
                .contains(":2: ", "64 KB");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThat(problems(folder.resolve("none.yaml")))
                .singleElement()
                .asString()
                .contains("none.yaml", "there is no such file", "slipway init");
    }

    @Test
    void aFolderIsTold() {
        assertThat(problems(folder)).singleElement().asString().contains(folder.toString(), "is a folder");
    }

    @Test
    void aFileThatMayNotBeReadIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("slipway.yaml"), "projects: []");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThat(problems(file)).singleElement().asString().contains("may not be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n"})
    void anEmptyFileIsTold(String yaml) throws IOException {
        assertThat(problems(yaml)).singleElement().asString().contains(":1: ", "slipway init");
    }

    @Test
    void whatIsNoYamlIsTold() throws IOException {
        assertThat(problems("hello world")).singleElement().asString().contains(":1: ", "holds no settings");
        assertThat(problems("- a\n- b")).singleElement().asString().contains(":1: ", "holds no settings");
        assertThat(problems("projects:\n  - name: a: b\n"))
                .singleElement()
                .asString()
                .contains(":2: ", "quotes");
        assertThat(problems("projects:\n  - {name: a\n"))
                .singleElement()
                .asString()
                .contains("is no valid YAML");
        assertThat(problems("name: a\n\tprojects: []\n"))
                .singleElement()
                .asString()
                .contains(":2: ", "tab");
        assertThat(problems("name: a\n---\nname: b\n"))
                .singleElement()
                .asString()
                .contains("more than one document");
        assertThat(problems("name: a\nprojects: \u0007\n"))
                .singleElement()
                .asString()
                .contains(":2: ", "U+0007");
        assertThat(problems("name: !!java.net.URL [x]\n")).isNotEmpty();
    }

    @Test
    void otherEncodingsAreTold() throws IOException {
        assertThat(problems(Files.write(
                        folder.resolve("latin.yaml"),
                        "name: a\nprojects: [{name: caf\u00e9}]".getBytes(StandardCharsets.ISO_8859_1))))
                .singleElement()
                .asString()
                .contains(":2: ", "not UTF-8");
        assertThat(problems(
                        Files.write(folder.resolve("wide.yaml"), "\ufeffname: a".getBytes(StandardCharsets.UTF_16LE))))
                .singleElement()
                .asString()
                .contains("UTF-16");
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        Path file = Files.writeString(
                folder.resolve("slipway.yaml"), "\ufeffprojects: [{name: a, description: b, toolchain: go}]");

        assertThat(WorkReader.read(file, Map.of(), WorkDefaults.of(TOOLCHAINS, Target.GITHUB))
                        .projects())
                .hasSize(1);
    }

    @Test
    void aliasesCantFillTheMemory() throws IOException {
        StringBuilder bomb = new StringBuilder("x-0: &x0 {topics: [lol]}\n");
        for (int i = 1; i <= 40; i++) {
            bomb.append("x-")
                    .append(i)
                    .append(": &x")
                    .append(i)
                    .append(" {<<: [*x")
                    .append(i - 1)
                    .append(", *x")
                    .append(i - 1)
                    .append("]}\n");
        }
        bomb.append("projects:\n  - {name: a, description: b, toolchain: go, <<: *x40}\n");

        assertThat(problems(bomb.toString())).isNotEmpty();
    }

    @Test
    void listsOfListsCantEither() throws IOException {
        StringBuilder bomb = new StringBuilder("x-0: &x0 [lol, lol]\n");
        for (int i = 1; i <= 40; i++) {
            bomb.append("x-")
                    .append(i)
                    .append(": &x")
                    .append(i)
                    .append(" [*x")
                    .append(i - 1)
                    .append(", *x")
                    .append(i - 1)
                    .append("]\n");
        }
        bomb.append("projects: *x40\n");

        assertThat(problems(bomb.toString())).isNotEmpty();
    }

    @Test
    void anAliasOfItselfIsTold() throws IOException {
        assertThat(problems("projects: &p [*p]")).isNotEmpty();
        assertThat(problems("x-a: &a {<<: *a}\nprojects: [{name: a, description: b, toolchain: go, <<: *a}]"))
                .isNotEmpty();
    }

    private List<String> problems(String yaml) throws IOException {
        return problems(Files.writeString(folder.resolve("slipway.yaml"), yaml));
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(
                        ConfigurationException.class,
                        () -> WorkReader.read(file, Map.of(), WorkDefaults.of(TOOLCHAINS, Target.GITHUB)))
                .problems();
    }
}
