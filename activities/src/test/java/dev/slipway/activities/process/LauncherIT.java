package dev.slipway.activities.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both launchers with real programs. */
class LauncherIT {
    enum Kind {
        PLAIN,
        BUBBLEWRAP
    }

    @TempDir
    Path folder;

    private Path tree;
    private Path slipwayHome;
    private Path userHome;
    private Path log;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void makeFolders() throws IOException {
        slipwayHome = folder.resolve("slipway");
        userHome = Files.createDirectories(folder.resolve("user"));
        tree = Files.createDirectories(slipwayHome.resolve("state/workspaces/abcdefgh/tree"));
        log = slipwayHome.resolve("state/workspaces/abcdefgh/logs/step.log");
    }

    @ParameterizedTest
    @EnumSource
    void runsWithItsOwnEnvironmentAndHomeAndInput(Kind kind) throws Exception {
        ProcessOutcome outcome = run(kind, shell("cat; echo; env | sort; pwd; echo made > made", "from the input"));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.timedOut()).isFalse();
        assertThat(outcome.stopped()).isFalse();
        assertThat(lines).contains("from the input", "GREETING=hello", "HOME=" + home(), tree.toString());
        assertThat(String.join("\n", lines)).doesNotContain("SURE" + "FIRE").doesNotContain("JAVA_HOME");
        assertThat(tree.resolve("made")).hasContent("made");
        assertThat(Files.readString(log)).contains("GREETING=hello");
    }

    @ParameterizedTest
    @EnumSource
    void reportsTheExitCode(Kind kind) throws Exception {
        assertThat(run(kind, shell("exit 7", "")).exitCode()).isEqualTo(7);
        assertThat(run(kind, shell("kill -9 $$", "")).exitCode()).isEqualTo(137);
    }

    @ParameterizedTest
    @EnumSource
    void endsAProgramThatNeverEnds(Kind kind) throws Exception {
        ProcessOutcome outcome =
                run(kind, shell("trap '' TERM; echo up; while :; do sleep 0.2; done", "", Duration.ofSeconds(1)));

        assertThat(outcome.timedOut()).isTrue();
        assertThat(lines).contains("up");
    }

    @ParameterizedTest
    @EnumSource
    void asksBeforeItKills(Kind kind) throws Exception {
        RunningProcess running = launcher(kind)
                .start(
                        shell("trap 'echo saved > saved; exit 3' TERM; echo up; while :; do sleep 0.1; done", ""),
                        lines::add);
        await().until(() -> lines.contains("up"));

        running.stop();

        assertThat(running.alive()).isFalse();
        assertThat(running.await().stopped()).isTrue();
        assertThat(tree.resolve("saved")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoDaemonBehind(Kind kind) throws Exception {
        String daemon = "(setsid sh -c 'while :; do date > beat; sleep 0.05; done' </dev/null >/dev/null 2>&1 &) ; "
                + "while [ ! -s beat ]; do sleep 0.05; done; echo parent gone";

        ProcessOutcome outcome = run(kind, shell(daemon, ""));

        assertThat(outcome.exitCode()).isZero();
        Files.delete(tree.resolve("beat"));
        await().during(400, TimeUnit.MILLISECONDS).until(() -> !Files.exists(tree.resolve("beat")));
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonThatHoldsTheOutputDoesNotHoldUsUp(Kind kind) throws Exception {
        ProcessOutcome outcome = run(kind, shell("setsid sleep 1000 & echo started", "", Duration.ofSeconds(60)));

        assertThat(outcome.timedOut()).isFalse();
        assertThat(lines).contains("started");
    }

    @ParameterizedTest
    @EnumSource
    void outputWithoutEndStaysBounded(Kind kind) throws Exception {
        ProcessSpec spec = shell("head -c 200000000 /dev/zero | tr '\\0' 'x'; echo; echo the end", "");

        ProcessOutcome outcome = run(kind, spec);

        assertThat(outcome.outputBytes()).isEqualTo(200_000_009L);
        assertThat(Files.size(log)).isLessThan(1_100_000);
        assertThat(Files.readString(log)).endsWith("the end\n");
        assertThat(lines).last().isEqualTo("the end");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichProgramIsMissing(Kind kind) {
        ProcessSpec spec = spec(List.of("no-such-program-here", "-x"), "", Duration.ofSeconds(5), List.of());

        assertThatThrownBy(() -> launcher(kind).start(spec, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-program-here")
                .hasMessageContaining("PATH");
    }

    @Test
    void anIsolatedProgramSeesNothingOfTheWorker() throws Exception {
        Files.writeString(userHome.resolve("key"), "key-in-the-home");
        Files.createDirectories(slipwayHome.resolve("config"));
        Files.writeString(slipwayHome.resolve("config/config.yaml"), "key-in-the-configuration");
        Path other = Files.createDirectories(slipwayHome.resolve("state/workspaces/otherkey/tree"));
        Files.writeString(other.resolve("file"), "of-another-workspace");

        Files.writeString(tree.resolve("spy.sh"), """
                cat %1$s/key %2$s/config/config.yaml %2$s/state/workspaces/otherkey/tree/file /etc/shadow
                for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ; tr '\\0' ' ' < $p/cmdline; echo; done
                tr '\\0' '\\n' < /proc/$PPID/environ
                ls -a / /root /home %1$s %2$s %2$s/state %2$s/state/workspaces
                echo x > %2$s/state/workspaces/abcdefgh/planted
                echo x > /usr/planted; echo x > /etc/planted
                kill -9 %3$d && echo killed
                true
                """.formatted(
                        userHome, slipwayHome, ProcessHandle.current().pid()));
        run(Kind.BUBBLEWRAP, shell("sh spy.sh 2>/dev/null", ""));

        String said = String.join("\n", lines);
        assertThat(said)
                .doesNotContain("key-in-the")
                .doesNotContain("of-another")
                .doesNotContain("otherkey")
                .doesNotContain("killed")
                .doesNotContain("surefire")
                .doesNotContain("root:");
        assertThat(slipwayHome.resolve("state/workspaces/abcdefgh/planted")).doesNotExist();
        assertThat(Path.of("/usr/planted")).doesNotExist();
        assertThat(Path.of("/etc/planted")).doesNotExist();
    }

    @Test
    void anIsolatedProgramEndsWithItsWorker() throws Exception {
        assumeTrue(launcher(Kind.BUBBLEWRAP).isolates());
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LaunchAndWait.class.getName(),
                        tree.toString(),
                        home().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile())
                .start();
        Path beat = tree.resolve("beat");
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(beat) || !worker.isAlive());
        assertThat(worker.isAlive()).as("worker runs").isTrue();

        worker.destroyForcibly().waitFor();

        await().until(() -> {
            Files.deleteIfExists(beat);
            return MarkedProcesses.with("HOME=" + home()).isEmpty();
        });
        assertThat(beat).doesNotExist();
    }

    @Test
    void anIsolatedProgramReadsItsToolsButNotTheirCredentials() throws Exception {
        Path tools = Files.createDirectories(userHome.resolve(".cargo"));
        Files.writeString(tools.resolve("tool"), "a-tool");
        Files.writeString(tools.resolve("credentials.toml"), "a-credential");

        run(
                Kind.BUBBLEWRAP,
                spec(
                        List.of("/bin/sh", "-c", "cat " + tools + "/*; echo x > " + tools + "/planted"),
                        "",
                        Duration.ofSeconds(20),
                        List.of(tools)));

        assertThat(String.join("\n", lines)).contains("a-tool").doesNotContain("a-credential");
        assertThat(tools.resolve("planted")).doesNotExist();
    }

    @Test
    void refusesToShowAFolderThatHoldsTheHome() {
        ProcessSpec spec = spec(List.of("/bin/true"), "", Duration.ofSeconds(5), List.of(folder));

        assertThatThrownBy(() -> launcher(Kind.BUBBLEWRAP).start(spec, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void theRealGitHubNeedsIsolationOrAPlainWord() {
        Map<String, String> bare = Map.of("PATH", folder.toString(), "HOME", userHome.toString());

        assertThatThrownBy(() -> ProcessLaunchers.choose(Isolation.AUTO, true, bare))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--no-isolation");
        assertThatThrownBy(() -> ProcessLaunchers.choose(Isolation.REQUIRED, false, bare))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bubblewrap");
        assertThat(ProcessLaunchers.choose(Isolation.AUTO, false, bare).isolates())
                .isFalse();
        assertThat(ProcessLaunchers.choose(Isolation.NONE, true, bare).isolates())
                .isFalse();
    }

    private ProcessOutcome run(Kind kind, ProcessSpec spec) throws Exception {
        RunningProcess running = launcher(kind).start(spec, lines::add);
        return running.await();
    }

    private ProcessLauncher launcher(Kind kind) {
        if (kind == Kind.PLAIN) {
            return new PlainLauncher();
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SLIPWAY_HOME", slipwayHome.toString());
        environment.put("HOME", userHome.toString());
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        return launcher;
    }

    private Path home() {
        return slipwayHome.resolve("state/workspaces/abcdefgh/home");
    }

    private ProcessSpec shell(String script, String input) throws IOException {
        return shell(script, input, Duration.ofSeconds(60));
    }

    private ProcessSpec shell(String script, String input, Duration timeout) throws IOException {
        Files.createDirectories(home());
        return spec(List.of("sh", "-c", script), input, timeout, List.of());
    }

    private ProcessSpec spec(List<String> command, String input, Duration timeout, List<Path> readOnly) {
        return new ProcessSpec(
                command,
                tree,
                home(),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "GREETING", "hello"),
                readOnly,
                List.of(),
                input,
                log,
                timeout,
                1_000_000);
    }
}
