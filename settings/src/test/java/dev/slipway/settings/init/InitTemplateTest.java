package dev.slipway.settings.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.BatchName;
import dev.slipway.settings.Target;
import dev.slipway.settings.installation.Installation;
import dev.slipway.settings.installation.InstallationReader;
import dev.slipway.settings.schema.SettingsSchema;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.settings.work.Work;
import dev.slipway.settings.work.WorkDefaults;
import dev.slipway.settings.work.WorkReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTemplateTest {
    @TempDir
    private Path folder;

    @Test
    void theWorkReadsBackAsItIs() throws IOException {
        Work work = readWork(InitTemplate.WORK.text());

        assertThat(work.name()).isEqualTo(BatchName.of("slipway"));
        assertThat(work.warnings()).isEmpty();
        assertThat(work.projects())
                .extracting(project -> project.name() + " " + project.toolchain())
                .containsExactly("word-count python", "token-vault solc");
    }

    @Test
    void theInstallationReadsBackAsTheDefaults() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), InitTemplate.INSTALLATION.text());
        Installation defaults = InstallationReader.defaults(Map.of());

        assertThat(InstallationReader.read(file, Map.of()))
                .usingRecursiveComparison()
                .ignoringFields("source")
                .isEqualTo(defaults);
    }

    /** A key in a comment is what people uncomment: it must be right too. */
    @Test
    void whatIsCommentedOutReadsBackToo() throws IOException {
        Files.writeString(folder.resolve("rules.md"), "Be brief.");
        for (String pem : List.of("client.pem", "client.key", "ca.pem")) {
            Files.writeString(folder.resolve(pem), "x");
        }
        String work = uncommented(InitTemplate.WORK.text());
        assertThat(readWork(work).projects()).hasSize(3);

        Path file = Files.writeString(
                folder.resolve("config.yaml"),
                uncommented(InitTemplate.INSTALLATION.text()).replace("\n{}", ""));
        Installation installation = InstallationReader.inspect(List.of(file), Map.of(), Target.GITHUB)
                .installation();
        assertThat(installation.agents().agents()).hasSize(2);
        assertThat(installation.accounts()).hasSize(1);
    }

    @Test
    void everySectionIsShown() {
        String both = InitTemplate.WORK.text() + InitTemplate.INSTALLATION.text();

        assertThat(SettingsSchema.ROOT.paths().stream().filter(path -> !path.contains(".")))
                .filteredOn(path -> !List.of("smart_contracts").contains(path))
                .allSatisfy(section -> assertThat(both).containsPattern("(?m)^#?" + section + ":"));
    }

    /** Takes the sign off comments that hold settings: their text begins with a key, a list's element, or at once. */
    private static String uncommented(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("^(\\s*)#(?=\\S| +(- |[A-Za-z_]+:( |$)))", "$1"))
                .collect(Collectors.joining("\n"));
    }

    private Work readWork(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("slipway.yaml"), text);
        return WorkReader.read(file, Map.of(), WorkDefaults.of(Toolchains.load(folder.resolve("none")), Target.GITHUB));
    }
}
