package dev.slipway.settings.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.run.ToolchainName;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.verification.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolchainsTest {
    @TempDir
    Path config;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(config.resolve("toolchains"));
    }

    @Test
    void readsAllThatComeWithSlipway() {
        assertThat(Toolchains.load(config.resolve("not-there")).all())
                .extracting(definition -> definition.name().value())
                .containsExactly(
                        "solc", "foundry", "hardhat", "clarinet", "maven", "npm", "python", "go", "cargo", "command");
    }

    @Test
    void eachTellsAgentsTheLayoutAndPeopleHowToGetItsTools() {
        assertThat(Toolchains.load(folder).all()).allSatisfy(definition -> {
            assertThat(definition.guidance()).hasSizeGreaterThan(200);
            assertThat(definition.requires()).isNotEmpty();
            assertThat(definition.requires())
                    .allSatisfy(r -> assertThat(r.get()).isNotBlank());
            assertThat(definition.installs())
                    .allSatisfy(p -> assertThat(p.bytes()).isPositive());
        });
    }

    @Test
    void carriesTheToolchainsOwnPrograms() {
        ToolchainDefinition solc = find("solc");
        assertThat(solc.files().get("solc-build.cjs")).contains("errorCode");
        assertThat(find("foundry").files().get("bin/solc")).startsWith("#!");
        assertThat(solc.commands(Phase.COMPILE)).singleElement().asString().contains("solc-build.cjs");
    }

    @Test
    void aUsersOwnIsAddedAndOneOfTheSameNameReplaces() throws IOException {
        write("zig.yaml", "description: Zig\ncompile: [zig build]\ntest: [zig build test]\nguidance: build.zig\n");
        write("go.yaml", "description: Go our way\ncompile: [make]\nguidance: A Makefile\n");
        Toolchains toolchains = Toolchains.load(folder);
        assertThat(toolchains.find(new ToolchainName("zig")).orElseThrow().test())
                .containsExactly("zig build test");
        assertThat(toolchains.find(new ToolchainName("go")).orElseThrow().compile())
                .containsExactly("make");
        assertThat(toolchains.all()).hasSize(11);
    }

    @Test
    void filesLieInAFolderOfTheToolchainsNameBesideItsYaml() throws IOException {
        write("zig.yaml", "description: Zig\nfiles: [check.sh]\nguidance: build.zig\n");
        Files.createDirectories(folder.resolve("zig"));
        Files.writeString(folder.resolve("zig/check.sh"), "#!/bin/sh\n");
        assertThat(Toolchains.load(folder)
                        .find(new ToolchainName("zig"))
                        .orElseThrow()
                        .files())
                .containsEntry("check.sh", "#!/bin/sh\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"description: x\nguidance: y\ncompille: [a]\" | 3: unknown key 'compille'. Did you mean 'compile'?",
                "\"description: x\ncompile: make\nguidance: y\" | 2: 'compile' must be a list, found 'make'",
                "\"description: x\nguidance: [y]\" | 2: 'guidance' must be a text, found a list",
                "\"guidance: y\" | 1: 'description' is missing",
                "\"description: x\nguidance: y\ndescription: z\" | 3: key 'description' stands twice",
                "\"description: 'x\nguidance: y\" | 2: this is no YAML",
                "\"- description\" | 1: expected keys and values, found a list",
                "\"\" | 1: the file is empty",
                "\"description: x\nguidance: y\nfiles: [../a]\" | 3: file '../a' leaves the toolchain's folder",
                "\"description: x\nguidance: y\nfiles: [a.sh]\" | 3: file 'a.sh' does not exist beside",
                "\"description: x\nguidance: y\nrequires:\n  - {tool: zig, minimum: new, get: z}\" | 4: 'minimum' must be a version such as 20.1, found 'new'",
                "\"description: x\nguidance: y\nrequires:\n  - {tool: zig}\" | 4: 'get' is missing under 'requires'",
                "\"description: x\nguidance: y\ninstalls:\n  - {registry: npm, packages: {a: latest}, size: 1 MB}\" | 4: package 'a' needs an exact version such as 1.2.3, found 'latest'",
                "\"description: x\nguidance: y\ninstalls:\n  - {registry: npm, packages: {a: 1.0.0}, size: huge}\" | 4: 'size' must be a number and KB, MB or GB",
                "\"description: x\nguidance: y\ninstalls:\n  - {registry: apt, packages: {a: 1.0.0}, size: 1 MB}\" | 4: 'registry' must be npm or maven, found 'apt'",
                "\"description: x\nguidance: y\ninstalls:\n  - {registry: npm, packages: {a: 1.0.0}, size: 1 MB, provides: q}\" | 4: 'provides' must name a tool that 'requires' lists, found 'q'",
            })
    void namesFileLineAndWord(String yaml, String expected) throws IOException {
        Path file = write("own.yaml", yaml);
        assertThatThrownBy(() -> Toolchains.load(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + ":" + expected);
    }

    @Test
    void findsEveryProblemOfEveryFileAtOnce() throws IOException {
        write("one.yaml", "descriptoin: x\n");
        write("Two.yaml", "description: x\nguidance: y\n");
        assertThatThrownBy(() -> Toolchains.load(folder))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .hasSize(4)
                                .anySatisfy(p ->
                                        assertThat(p).contains("Two.yaml: the file's name must be the toolchain's")));
    }

    @ParameterizedTest
    @CsvSource({
        "ethereum, vault, , , solc",
        "Ethereum, vault, solidity, hardhat, hardhat",
        "ethereum, erc20, , foundry, foundry",
        "polygon, vault, , forge, foundry",
        "stacks, clarity, , , clarinet",
        "ethereum, vault, clarity, clarinet, solc",
        ", clarity, , , clarinet",
        ", , solidity, , solc",
    })
    void aContractsChainDecides(String chain, String type, String language, String testing, String expected) {
        assertThat(Toolchains.forContract(chain, type, language, testing)).hasToString(expected);
    }

    @Test
    void anUnknownChainIsNamedWithTheNearest() {
        assertThatThrownBy(() -> Toolchains.forContract("etherium", null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'etherium'")
                .hasMessageContaining("Did you mean 'ethereum'?");
    }

    @Test
    void nearestNamesTheOneThatWasMeant() {
        assertThat(Toolchains.load(folder).nearest("marven")).contains("maven");
        assertThat(Toolchains.load(folder).nearest("fortran-77")).isEmpty();
    }

    private ToolchainDefinition find(String name) {
        return Toolchains.load(folder).find(new ToolchainName(name)).orElseThrow();
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }
}
