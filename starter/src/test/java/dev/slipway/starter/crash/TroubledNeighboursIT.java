package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.run.RunState;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.stack.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Agents and builds that do their worst, side by side with one that does its work, on one worker: only they fail. */
class TroubledNeighboursIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(10);

    /** Forks twice, leaves its session and its parents, and beats for as long as it lives. */
    private static final String DAEMON = """
            setsid sh -c 'setsid sh -c "trap \\"\\" TERM HUP INT; while :; do date > beat; sleep 0.05; done" &' \
                </dev/null >/dev/null 2>&1 &
            while [ ! -s beat ]; do sleep 0.05; done
            """;

    @TempDir
    private Path folder;

    private CrashStack stack;
    private Path mounted;

    @BeforeEach
    void start() throws IOException {
        ObjectNode agents = ScriptedAgent.agents("scripted", 4);
        agent(agents, "chatter", "head -c 1000000000 /dev/zero | tr '\\0' x; echo done > done.txt");
        agent(agents, "wrecker", "rm -rf .git ../git ../outcomes ../session.json .[!.]* *\n" + DAEMON);
        agent(agents, "sleeper", "sleep 100000");
        agent(agents, "idler", "exit 0");
        agent(
                agents,
                "spy",
                "{ env; cat /proc/*/environ /proc/*/cmdline; } > seen.txt 2>/dev/null; echo done > done.txt");
        agent(agents, "worker", "date +%N >> done.txt");
        agent(agents, "filler", """
                while [ -e "${0%/*}/fills" ]; do head -c 5000000 /dev/zero >> fill; sleep 0.1; done
                rm -f fill; echo done > done.txt
                """);
        Files.createFile(folder.resolve("tools/fills"));
        ObjectNode others = JsonNodeFactory.instance.objectNode();
        others.putObject("worker").put("min_free_disk", "200MB");
        stack = new CrashStack(folder, 1, 6, on -> agents, others);
    }

    @AfterEach
    void stop() throws Exception {
        stack.close();
        if (mounted != null) {
            assertThat(run("umount", "-l", mounted.toString())).isZero();
        }
    }

    @Test
    void whatTheyDoFailsThemselvesAndNobodyElse(TestReporter reporter) throws Exception {
        long worker = stack.pid("worker-1");
        boolean small = onASmallDisk();
        if (!small) {
            reporter.publishEntry("left out", "a disk that one fills: a small one can't be mounted here");
        }
        stack.gitHub().everybodyHas("taken");

        List<ProjectSpec> projects = new ArrayList<>(List.of(
                CrashStack.project("notes", null, LONG, "sh check.sh"),
                CrashStack.project("chatter", "chatter", LONG, "test -s done.txt"),
                CrashStack.project("wrecker", "wrecker", LONG, "test -s done.txt"),
                CrashStack.project("sleeper", "sleeper", Duration.ofSeconds(3), "test -s done.txt"),
                CrashStack.project("idler", "idler", LONG, "test -s done.txt"),
                CrashStack.project("spy", "spy", LONG, "test -s seen.txt"),
                CrashStack.project("hanger", "worker", SHORT, DAEMON + "sleep 100000"),
                CrashStack.project(
                        "talker",
                        "worker",
                        LONG,
                        "yes \"$(head -c 100 /dev/zero | tr '\\0' x)\" | head -n 50000; echo 'the last line'; exit 1"),
                CrashStack.project("taken", "worker", LONG, OnNameTaken.NEEDS_ATTENTION, "test -s done.txt")));
        if (small) {
            projects.add(CrashStack.project("filler", "filler", LONG, "test -s done.txt"));
        }
        stack.begin(projects.toArray(ProjectSpec[]::new));
        if (small) {
            await("the one that fills the disk is stopped")
                    .atMost(CrashStack.PATIENCE)
                    .until(() ->
                            stack.rows().stream().anyMatch(row -> row.name().equals("filler"))
                                    && stack.recorded("filler").failures().contains("this workspace is the largest"));
            Files.delete(folder.resolve("tools/fills"));
        }
        stack.awaitEnd();

        Map<String, ProjectResult> results = stack.results();
        completes(results, "chatter");
        completes(results, "spy");
        fails(results, "wrecker").contains("test -s done.txt");
        fails(results, "sleeper").containsIgnoringCase("time");
        fails(results, "idler").containsIgnoringCase("chang");
        fails(results, "hanger").containsIgnoringCase("time limit");
        fails(results, "talker").isNotBlank();
        fails(results, "taken").contains("/taken", "on_name_taken");
        if (small) {
            completes(results, "filler");
        }

        completes(results, "notes");
        ProjectResult healthy = results.get("notes");
        assertThat(healthy.attempts()).as("its first source fails").isEqualTo(2);
        assertThat(healthy.agentRuns()).isEqualTo(2);
        assertThat(stack.recorded("notes").scheduled(HostWork.HOLD))
                .as("sessions")
                .isEqualTo(1);
        assertThat(stack.stepsAgain()).extracting(WorkAgain.Repeated::project).doesNotContain("notes");
        assertThat(stack.pid("worker-1")).as("the worker, never started anew").isEqualTo(worker);
        stack.assertNothingLeft();
    }

    private static void completes(Map<String, ProjectResult> results, String project) {
        assertThat(results.get(project).state())
                .as("%s: %s", project, results.get(project).reason())
                .isEqualTo(RunState.COMPLETED);
    }

    private static AbstractStringAssert<?> fails(Map<String, ProjectResult> results, String project) {
        assertThat(results.get(project).state()).as(project).isEqualTo(RunState.FAILED);
        return assertThat(results.get(project).reason()).as(project);
    }

    /** The worker's workspaces are on a disk of 600 MB from now on, which only root can make. */
    private boolean onASmallDisk() throws Exception {
        Path workspaces = Files.createDirectories(stack.processes().home().workspaces());
        if (run("mount", "-t", "tmpfs", "-o", "size=600m", "slipway-test", workspaces.toString()) != 0) {
            return false;
        }
        mounted = workspaces;
        return true;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void agent(ObjectNode agents, String name, String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve("tools")).resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        agents.putObject(name).put("kind", "command").putArray("command").add(program.toString());
    }
}
