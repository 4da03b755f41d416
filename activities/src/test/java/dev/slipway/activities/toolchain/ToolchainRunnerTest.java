package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.activities.process.PlainLauncher;
import dev.slipway.activities.process.RunningProcess;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Commands;
import dev.slipway.verification.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainRunnerTest {
    private static final ToolchainName COMMAND = new ToolchainName("command");

    @TempDir
    Path folder;

    private Path tree;
    private Path log;
    private ToolchainRunner runner;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(folder.resolve("home"));
        log = folder.resolve("build.log");
        SlipwayHome home = SlipwayHome.from(
                Map.of("SLIPWAY_HOME", folder.resolve("slipway").toString()));
        runner = new ToolchainRunner(
                Toolchains.load(folder.resolve("none")),
                home,
                new PlainLauncher(),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "GITHUB_TOKEN", "planted-secret"));
    }

    @Test
    void runsThePhasesInTheirOrder() throws Exception {
        ToolchainRun run =
                run(new Commands(List.of("echo 1 >> order"), List.of("echo 2 >> order"), List.of("echo 3 >> order")));
        assertThat(run.passed()).isTrue();
        assertThat(run.failedPhase()).isNull();
        assertThat(run.excerpt()).isEmpty();
        assertThat(tree.resolve("order")).hasContent("1\n2\n3");
        assertThat(run.runs()).extracting(CommandRun::phase).containsExactlyElementsOf(Phase.VERIFICATION);
    }

    @Test
    void stopsAtTheFirstCommandThatFails() throws Exception {
        ToolchainRun run = run(new Commands(
                List.of(),
                List.of("echo 'src/a.c:3:1: error: no such type' >&2; exit 2", "touch not-reached"),
                List.of("true")));
        assertThat(run.passed()).isFalse();
        assertThat(run.failedPhase()).isEqualTo(Phase.COMPILE);
        assertThat(run.headline()).isEqualTo("src/a.c:3:1: error: no such type");
        assertThat(run.excerpt()).contains("no such type").endsWith("[exit code 2]\n");
        assertThat(run.runs())
                .singleElement()
                .satisfies(r -> assertThat(r.exitCode()).isEqualTo(2));
        assertThat(tree.resolve("not-reached")).doesNotExist();
    }

    @Test
    void saysSoWhenAFailingCommandPrintsNothing() throws Exception {
        assertThat(run(tests("exit 7")).headline()).isEqualTo("`exit 7`: exit code 7");
    }

    @Test
    void theLogHasTheCommandsAndAllTheirOutput() throws Exception {
        assertThat(run(tests("echo hello", "echo world")).passed()).isTrue();
        assertThat(log).hasContent("$ echo hello\nhello\n$ echo world\nworld");
    }

    @Test
    void theTimeLimitIsForAllCommandsTogether() throws Exception {
        ToolchainRun run = runner.run(
                COMMAND, tests("true", "sleep 60"), tree, folder.resolve("home"), log, Duration.ofSeconds(2), p -> {});
        assertThat(run.passed()).isFalse();
        assertThat(run.headline()).isEqualTo("`sleep 60` ended after the time limit of 2 s");
        assertThat(run.runs()).last().satisfies(r -> assertThat(r.timedOut()).isTrue());
    }

    @Test
    void aStoppedBuildIsNoOutcome() {
        assertThatThrownBy(() -> runner.run(
                        COMMAND,
                        tests("sleep 60"),
                        tree,
                        folder.resolve("home"),
                        log,
                        Duration.ofMinutes(5),
                        RunningProcess::stop))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void buildsSeeNothingOfTheWorkersEnvironmentButWhatIsAllowed() throws Exception {
        assertThat(run(tests("env > seen")).passed()).isTrue();
        assertThat(tree.resolve("seen"))
                .content()
                .doesNotContain("planted-secret")
                .contains("HOME=" + folder.resolve("home"))
                .contains("SLIPWAY_CACHE=" + folder.resolve("slipway/cache/builds/command"));
    }

    @Test
    void aToolchainWithoutCommandsNeedsTheProjects() {
        assertThatThrownBy(() -> run(Commands.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("toolchain command has no commands of its own");
    }

    @Test
    void aToolchainThatIsNotInstalledIsSaidWithWhatToDo() {
        assertThatThrownBy(() -> runner.run(
                        new ToolchainName("foundry"),
                        Commands.NONE,
                        tree,
                        folder.resolve("home"),
                        log,
                        Duration.ofMinutes(1),
                        p -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("foundry")
                .hasMessageMatching("(?s).*(is not installed on this host: @foundry-rs/forge 1.7.1|can't be used).*");
        assertThatThrownBy(() -> runner.run(
                        new ToolchainName("cobol"), Commands.NONE, tree, tree, log, Duration.ofMinutes(1), p -> {}))
                .hasMessage("there is no toolchain 'cobol' on this host");
    }

    private ToolchainRun run(Commands commands) throws IOException, InterruptedException {
        return runner.run(COMMAND, commands, tree, folder.resolve("home"), log, Duration.ofMinutes(2), p -> {});
    }

    private static Commands tests(String... commands) {
        return new Commands(List.of(), List.of(), List.of(commands));
    }
}
