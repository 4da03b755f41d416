package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.verification.Verification;
import dev.slipway.workspace.Published;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents as real processes in real workspaces, friendly and not. */
class AgentRunIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SEAT_KEY = "seat-key-that-nobody-may-print";

    @TempDir
    Path root;

    private Path user;
    private Map<String, String> environment;
    private AgentHost host;

    @BeforeEach
    void start() throws Exception {
        user = Files.createDirectories(root.resolve("user"));
        environment = new HashMap<>(System.getenv());
        environment.put("HOME", user.toString());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        environment.put("WORKER_TOKEN", "PLANTED-VARIABLE");
        environment.put("ANTHROPIC_API_KEY", "PLANTED-STRAY-KEY");
        environment.put("SEAT_KEY", SEAT_KEY);
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        host = new AgentHost(root, launcher, environment);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void worksInTheTreeAndIsCheckpointedAndPublished() throws Exception {
        host.start(command("cat > prompt.txt; cmp prompt.txt \"$SLIPWAY_PROMPT_FILE\" && echo same > done.txt"));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", LONG);
        Published published = host.publish(1, "2-push");

        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(result.commit()).hasSize(40);
        assertThat(published.changed()).isTrue();
        assertThat(branch()).contains("prompt.txt", "done.txt").doesNotContain(".git");
        assertThat(host.run(1, "1-generate", LONG)).isEqualTo(result);
        host.close(1);
        assertThat(host.folder().root()).doesNotExist();
    }

    @Test
    void aHostileAgentGetsNothingAndBreaksNothing() throws Exception {
        plant();
        host.start(command(hostile()));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", LONG);
        Files.delete(host.folder().tree().resolve("beat"));
        await().during(300, TimeUnit.MILLISECONDS)
                .until(() -> !Files.exists(host.folder().tree().resolve("beat")));
        AgentResult second = host.run(1, "1-generate", LONG);
        Published published = host.publish(1, "2-push");

        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(second).isEqualTo(result);
        assertThat(host.text(result.transcript()))
                .contains("SLIPWAY_PROMPT_FILE=")
                .satisfies(this::tellsNothing);
        assertThat(root.resolve("slipway/owned")).doesNotExist();
        assertThat(published.findings()).isEmpty();
        assertThat(branch()).contains("work.txt", "keys", "hook", ".gitattributes");
    }

    @Test
    void aHostileBuildGetsNothingAndBreaksNothing() throws Exception {
        plant();
        host.start(command("cat > hostile.sh << 'END'\n" + hostile() + "END\n"));
        host.open(1);
        host.run(1, "1-generate", LONG);

        Verification verification = host.verify(1, "2-verify", "exec sh hostile.sh fail");
        Files.delete(host.folder().tree().resolve("beat"));
        await().during(300, TimeUnit.MILLISECONDS)
                .until(() -> !Files.exists(host.folder().tree().resolve("beat")));
        Verification again = host.verify(1, "2-verify", "exit 0");
        Published published = host.publish(1, "3-push");

        assertThat(verification.passed()).isFalse();
        assertThat(again).isEqualTo(verification);
        assertThat(host.text(verification.log())).contains("HOME=").satisfies(this::tellsNothing);
        assertThat(host.text(verification.excerpt())).isNotEmpty().satisfies(this::tellsNothing);
        assertThat(root.resolve("slipway/owned")).doesNotExist();
        assertThat(published.changed()).isTrue();
        assertThat(branch()).contains("work.txt", "hostile.sh");
    }

    @Test
    void whatAnAgentPrintsOfItsOwnKeyIsTakenOut() throws Exception {
        host.start(agent(AgentKind.COMMAND, "echo my key is $KEY; echo $KEY | rev; exit 3", Map.of("KEY", seatKey())));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", LONG);

        assertThat(result.outcome()).isEqualTo(AgentOutcome.CRASHED);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(host.text(result.transcript()))
                .contains("my key is [redacted]")
                .doesNotContain(SEAT_KEY);
        assertThat(host.folder().log("1-generate")).content().doesNotContain(SEAT_KEY);
    }

    @Test
    void aSecretInTheTreeStaysOnTheHost() throws Exception {
        String token = host.github.token(AgentHost.USER);
        host.start(command("echo 'token = " + token + "' > settings.ini"));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", LONG);

        assertThat(result.findings()).isNotEmpty();
        assertThat(result.commit()).isEmpty();
        assertThat(host.text(result.excerpt())).contains("settings.ini").doesNotContain(token);
    }

    @Test
    void tellsAnAgentThatDidNothingFromOneThatNeverEnds() {
        host.start(command("[ -e patience ] && sleep 1000; exit 0"));
        host.open(1);
        assertThat(host.run(1, "1-generate", LONG).outcome()).isEqualTo(AgentOutcome.NO_CHANGE);
        host.close(1);

        host.start(command("echo begun > begun; sleep 1000"));
        host.open(2);
        AgentResult result = host.run(2, "2-generate", Duration.ofSeconds(2));
        assertThat(result.outcome()).isEqualTo(AgentOutcome.TIMED_OUT);
        assertThat(result.commit()).hasSize(40);
    }

    @Test
    void anInterruptedRunIsResumedByTheNextWorker() throws Exception {
        // Plays the CLI: names its session and hangs; when resumed it finishes.
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                case "$*" in
                *--resume\\ s-1*) cat > resumed-with.txt; ls $HOME/.claude/projects/here
                  echo '{"type":"system","subtype":"init","session_id":"s-1","model":"m"}'
                  echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-1","usage":{"input_tokens":5}}' ;;
                *) mkdir -p $HOME/.claude/projects/here; echo '{}' > $HOME/.claude/projects/here/s-1.jsonl
                  echo begun > begun.txt
                  echo '{"type":"system","subtype":"init","session_id":"s-1","model":"m"}'; sleep 1000 ;;
                esac
                """, Map.of());
        host.start(claude);
        host.open(1);
        CompletableFuture<AgentResult> first =
                CompletableFuture.supplyAsync(() -> host.run(1, "1-generate", Duration.ofMinutes(10)));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(host.folder().root().resolve("outcomes/1-generate.session.json")));
        host.stop();
        await().until(first::isDone);
        assertThat(first).isCompletedExceptionally();
        assertThat(host.cut())
                .as("it has no result, and is told of all the same")
                .singleElement()
                .satisfies(cut -> assertThat(cut.agentSession()).isEqualTo("s-1"));

        host.start(claude);
        host.open(2);
        AgentResult result = host.run(2, "1-generate", LONG);

        assertThat(host.opened.get(1).sameHost()).isTrue();
        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(result.agentSession()).isEqualTo("s-1");
        assertThat(result.tokens().input()).isEqualTo(5);
        assertThat(host.folder().tree().resolve("begun.txt")).exists();
        assertThat(host.folder().tree().resolve("resumed-with.txt"))
                .content()
                .contains("interrupted")
                .contains("Project: thing");
    }

    @Test
    void anotherHostGoesOnWithARunThatWasCancelledAndKept() throws Exception {
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                case "$*" in
                *--resume\\ s-3*) cat > resumed-with.txt; cat $HOME/.claude/projects/here/s-3.jsonl
                  echo '{"type":"system","subtype":"init","session_id":"s-3","model":"m"}'
                  echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-3"}' ;;
                *) echo afresh > afresh-$(date +%N).txt
                  mkdir -p $HOME/.claude/projects/here; echo 'half-way' > $HOME/.claude/projects/here/s-3.jsonl
                  echo half > half.txt
                  echo '{"type":"system","subtype":"init","session_id":"s-3","model":"m"}'; sleep 1000 ;;
                esac
                """, Map.of());
        host.start(claude);
        host.open(1);
        CompletableFuture<AgentResult> first =
                CompletableFuture.supplyAsync(() -> host.run(1, "1-generate", Duration.ofMinutes(10)));
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(host.folder().root().resolve("outcomes/1-generate.session.json")));
        host.closeAndKeep(1);
        await().until(first::isDone);
        host.stop();
        // As on another host: only the remote and the artifact store are shared.
        delete(host.folder().root());

        host.start(claude);
        host.open(2);
        // Another execution: neither does it know the session, nor are its steps called like those of the first one.
        AgentResult result = host.run(2, "1-generate-again", LONG);

        assertThat(host.opened.get(1).restored()).isTrue();
        assertThat(host.folder().tree().resolve("half.txt")).exists();
        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(host.text(result.transcript())).contains("half-way");
        assertThat(host.folder().tree().resolve("resumed-with.txt")).content().contains("interrupted");

        CompletableFuture<AgentResult> anew =
                CompletableFuture.supplyAsync(() -> host.run(2, "2-generate-again", Duration.ofSeconds(3)));
        assertThat(anew.get(60, TimeUnit.SECONDS).outcome())
                .as("what was finished since is not gone on with")
                .isEqualTo(AgentOutcome.TIMED_OUT);
    }

    @Test
    void anotherHostResumesASessionFromTheStore() throws Exception {
        AgentSettings claude = agent(AgentKind.CLAUDE, """
                echo '{"type":"system","subtype":"init","session_id":"s-2","model":"m"}'
                cat $HOME/.claude/projects/here/s-2.jsonl
                mkdir -p $HOME/.claude/projects/here; echo "remembered $* $KEY" > $HOME/.claude/projects/here/s-2.jsonl
                date +%N >> work.txt
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"session_id":"s-2"}'
                """, Map.of("KEY", seatKey()));
        host.start(claude);
        host.open(1);
        String session = host.run(1, "1-generate", LONG).agentSession();
        assertThat(host.folder().home().resolve(".claude/projects/here/s-2.jsonl"))
                .content()
                .contains("[redacted]")
                .doesNotContain(SEAT_KEY);
        assertThat(storedSession()).contains("remembered -p", "[redacted]").doesNotContain(SEAT_KEY);
        host.stop();
        // As on another host: nothing of the workspace is there, only the artifact store is shared.
        delete(host.folder().root());

        host.start(claude);
        host.open(2);
        AgentResult result = host.run(2, "2-fix", session, LONG);

        assertThat(host.opened.get(1).sameHost()).isFalse();
        assertThat(host.opened.get(1).restored()).isTrue();
        assertThat(host.text(result.transcript()))
                .contains("remembered -p")
                .containsOnlyOnce("[redacted]")
                .doesNotContain(SEAT_KEY);
        assertThat(host.folder().home().resolve(".claude/projects/here/s-2.jsonl"))
                .content()
                .contains("--resume s-2");
    }

    /** The session files in the artifact store. */
    private String storedSession() throws IOException {
        String key = AgentHost.RUN + "/sessions/" + AgentHost.agentName() + ".zip";
        StringBuilder all = new StringBuilder();
        try (ZipInputStream zip =
                new ZipInputStream(host.artifacts.open(host.artifacts.find(key).orElseThrow()))) {
            while (zip.getNextEntry() != null) {
                all.append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private void plant() throws IOException {
        Files.createDirectories(user.resolve(".ssh"));
        Files.writeString(user.resolve(".ssh/id_rsa"), "PLANTED-HOME-KEY");
        Files.createDirectories(host.home.config());
        Files.writeString(host.home.configFile(), "PLANTED-CONFIGURATION");
    }

    /** Looks for whatever it can read, breaks whatever it can write, and leaves a daemon. */
    private String hostile() {
        return """
                cat %1$s/.ssh/* %2$s/config/* %2$s/state/workspaces/*/session.json /root/.ssh/* 2>&1
                env; cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n'
                ls -laR %1$s %2$s 2>&1
                for f in ../session.json ../outcomes/1-generate.json ../outcomes/2-push.json ../git/config ../git/hooks/pre-push; do
                  echo owned > $f
                done
                kill -9 -1; kill -9 %3$d; kill -9 1
                echo 'echo owned > %2$s/owned' > hook; chmod +x hook
                mkdir -p .git/hooks && cp hook .git/hooks/pre-push && cp hook .git/hooks/pre-commit
                printf '[url "http://127.0.0.1:9/"]\\n insteadOf = %4$s/\\n[core]\\n hooksPath = hook\\n[filter "x"]\\n clean = ./hook\\n' > .git/config
                cp .git/config $HOME/.gitconfig; mkdir -p $HOME/.config/git && cp .git/config $HOME/.config/git/config
                echo '* filter=x' > .gitattributes
                ln -s %1$s/.ssh keys; ln -s %1$s $HOME/.claude
                echo fine > work.txt
                setsid sh -c 'while :; do date > beat; sleep 0.05; done' </dev/null >/dev/null 2>&1 &
                while [ ! -s beat ]; do sleep 0.05; done
                [ -z "$1" ]
                """.formatted(
                        user, root.resolve("slipway"), ProcessHandle.current().pid(), host.github.url());
    }

    private void tellsNothing(String output) {
        assertThat(output)
                .doesNotContain("PLANTED")
                .doesNotContain(SEAT_KEY)
                .doesNotContain(host.github.token(AgentHost.USER))
                .doesNotContain("surefire")
                .doesNotContain(System.getenv("PATH"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private AgentSettings command(String script) {
        return agent(AgentKind.COMMAND, script, Map.of());
    }

    private static SecretRef seatKey() {
        return new SecretRef.Environment("SEAT_KEY");
    }

    @Test
    void anAgentThatSaysNothingIsEndedWithAllThatItStarted() {
        host.start(patient(command("echo begun; sleep 3671 & sleep 3671"), Duration.ofSeconds(3)));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", LONG);

        assertThat(result.outcome()).isEqualTo(AgentOutcome.STALLED);
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").endsWith("sleep 3671")))
                .isEmpty();
    }

    @Test
    void anAgentThatTalksOnIsNotStalled() {
        host.start(patient(
                command("for i in 1 2 3 4 5 6 7 8; do printf .; sleep 0.5; done; echo x > done.txt"),
                Duration.ofSeconds(3)));
        host.open(1);

        assertThat(host.run(1, "1-generate", LONG).outcome()).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void aLongFailureLiesInFilesThatAnIsolatedAgentCanRead() throws Exception {
        host.start(command(
                "cat $(grep -o '/.*excerpt-[0-9]*.txt' \"$SLIPWAY_PROMPT_FILE\") > parts.txt; grep -c . parts.txt"));
        host.open(1);
        String failure = "error: this line again and again\n".repeat(2_000);

        AgentResult result = host.run(
                1, "2-fix", AgentTask.FIX, "command", host.artifacts.put("runkey01/1/x.txt", failure), null, LONG);

        assertThat(result.outcome()).as(host.text(result.transcript())).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(Files.readString(host.folder().tree().resolve("parts.txt"))).isEqualTo(failure);
        assertThat(Files.size(host.folder().prompt("2-fix"))).isLessThan(20_000);
    }

    private static AgentSettings patient(AgentSettings agent, Duration stallAfter) {
        return new AgentSettings(
                agent.name(),
                agent.kind(),
                agent.command(),
                agent.model(),
                agent.baseUrl(),
                agent.maxTurns(),
                agent.tools(),
                agent.env(),
                agent.seats(),
                stallAfter);
    }

    private AgentSettings agent(AgentKind kind, String script, Map<String, SecretRef> variables) {
        try {
            Path program = Files.createDirectories(root.resolve("tools"))
                    .resolve("agent-" + Integer.toHexString(script.hashCode()));
            Files.writeString(program, "#!/bin/sh\n" + script);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new AgentSettings(
                    AgentHost.agentName(),
                    kind,
                    List.of(program.toString()),
                    null,
                    null,
                    0,
                    List.of(),
                    variables,
                    List.of(new SeatSettings("seat", Billing.METERED, seatKey(), null)),
                    AgentSettings.STALL_AFTER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the files at the branch's head, as somebody sees them who clones it. */
    private List<String> branch() throws Exception {
        Path clone = root.resolve("clone");
        try (Git git = Git.cloneRepository()
                        .setURI(host.github.url() + "/" + AgentHost.USER + "/thing.git")
                        .setBranch("refs/heads/slipway/" + AgentHost.RUN)
                        .setCredentialsProvider(
                                new UsernamePasswordCredentialsProvider("x", host.github.token(AgentHost.USER)))
                        .setDirectory(clone.toFile())
                        .call();
                Stream<Path> files = Files.list(clone)) {
            assertThat(git.getRepository().isBare()).isFalse();
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".git"))
                    .toList();
        }
    }
}
