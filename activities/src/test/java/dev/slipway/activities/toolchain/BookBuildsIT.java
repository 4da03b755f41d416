package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Brief;
import dev.slipway.agent.PromptSize;
import dev.slipway.run.ToolchainName;
import dev.slipway.sandbox.book.BookFile;
import dev.slipway.sandbox.book.Prompt;
import dev.slipway.sandbox.book.ScriptBook;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.prompt.Prompts;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.Commands;
import dev.slipway.verification.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every toolchain with its real compiler, isolated where the machine can: the book's source fails as it should, and with
 * the failing output in the next prompt it is mended; tests and optimisation keep it green. What the registries give is
 * installed into the user's cache, once.
 */
class BookBuildsIT {
    private static final SlipwayHome HOME = SlipwayHome.from(System.getenv());
    private static final ProcessLauncher LAUNCHER = ProcessLaunchers.choose(Isolation.AUTO, false, System.getenv());

    @TempDir
    Path folder;

    private final Toolchains toolchains = Toolchains.load(Path.of("/nonexistent"));
    private final Prompts prompts = Prompts.load(Path.of("/nonexistent"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command  | release-notes | TEST    | no entry under 'Fixed:'",
                "solc     | token-vault   | COMPILE | contracts/TokenVault.sol:87:31: error: DeclarationError: Undeclared identifier",
                "maven    | lru-cache     | COMPILE | src/main/java/org/example/cache/LruCache.java:[21,19] cannot find symbol",
                "npm      | rate-limiter  | TEST    | fills up again at its rate",
                "python   | csv-to-columns | TEST   | test_names_the_line_of_a_refused_row",
                "go       | url-shortener | COMPILE | internal/shorten/store.go:43:3: declared and not used: expires",
                "cargo    | ring-buffer   | COMPILE | borrow of moved value: `ring`",
                "clarinet | name-registry | COMPILE | contracts/name-registry.clar:59:5: error: use of unresolved map",
                "hardhat  | token-vault   | COMPILE | IERC20.sol",
                "foundry  | token-vault   | TEST    | TooEarly",
            })
    void theBooksSourceFailsAndItsMendPasses(String name, String project, Phase phase, String error) throws Exception {
        ToolchainDefinition definition = install(new ToolchainName(name));
        Path tree = Files.createDirectories(folder.resolve("tree"));

        play(definition, project, AgentTask.GENERATE, null, tree);
        ToolchainRun first = verify(definition, tree, "1.log");
        assertThat(first.passed()).as("the first source must fail").isFalse();
        assertThat(first.failedPhase()).isEqualTo(phase);
        assertThat(first.excerpt())
                .contains(error)
                .doesNotContain(tree.toString())
                .hasSizeLessThan(9_000);
        assertThat(first.excerpt()).contains(first.headline());

        play(definition, project, AgentTask.FIX, first.excerpt(), tree);
        ToolchainRun second = verify(definition, tree, "2.log");
        assertThat(second.passed()).as(second.excerpt()).isTrue();

        play(definition, project, AgentTask.TESTS, null, tree);
        play(definition, project, AgentTask.OPTIMISE, null, tree);
        ToolchainRun third = verify(definition, tree, "3.log");
        assertThat(third.passed()).as(third.excerpt()).isTrue();
        // JUnit warns of each link that leaves its temporary folder.
        Trees.delete(tree.resolve("node_modules"));
    }

    private ToolchainDefinition install(ToolchainName name) throws IOException, InterruptedException {
        ToolchainDefinition definition = toolchains.find(name).orElseThrow();
        ToolchainState state = new ToolchainProbe(HOME, System.getenv()).state(definition);
        if (state instanceof ToolchainState.Missing missing) {
            assumeFalse(true, () -> name + " is left out: " + missing.tool() + ". " + missing.how());
        }
        new ToolchainInstaller(HOME, System.getenv()).install(definition, Progress.SILENT);
        return definition;
    }

    private void play(
            ToolchainDefinition definition, String project, AgentTask task, @Nullable String failure, Path tree)
            throws IOException {
        Brief brief = new Brief(project, "What the book has for " + project, "", definition.name(), null);
        String prompt = prompts.render(task, brief, definition.guidance(), null, failure, PromptSize.FULL);
        for (BookFile file : ScriptBook.answer(Prompt.parse(prompt)).files()) {
            Path path = tree.resolve(file.path());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.content());
        }
    }

    private ToolchainRun verify(ToolchainDefinition definition, Path tree, String log)
            throws IOException, InterruptedException {
        Commands commands = definition.name().value().equals("command")
                ? new Commands(List.of(), List.of(), List.of("sh check.sh"))
                : Commands.NONE;
        return new ToolchainRunner(toolchains, HOME, LAUNCHER, System.getenv())
                .run(
                        definition.name(),
                        commands,
                        tree,
                        Files.createDirectories(folder.resolve("home")),
                        folder.resolve(log),
                        Duration.ofMinutes(10),
                        process -> {});
    }
}
