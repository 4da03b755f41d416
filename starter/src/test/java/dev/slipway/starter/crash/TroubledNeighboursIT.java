package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.RunState;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.stack.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that do their worst, side by side with one that does its work, on one worker: only they fail. */
class TroubledNeighboursIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() throws IOException {
        ObjectNode agents = ScriptedAgent.agents("scripted", 4);
        agent(agents, "chatter", "head -c 1000000000 /dev/zero | tr '\\0' x; echo done > done.txt");
        agent(agents, "wrecker", """
                rm -rf .git ../git ../outcomes ../session.json .[!.]* *
                setsid sh -c 'setsid sh -c "trap \\"\\" TERM HUP INT; while :; do date > beat; sleep 0.05; done" &' \
                    </dev/null >/dev/null 2>&1 &
                while [ ! -s beat ]; do sleep 0.05; done
                """);
        agent(agents, "sleeper", "sleep 100000");
        stack = new CrashStack(folder, 1, 4, agents);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void whatTheyDoFailsThemselvesAndNobodyElse() throws Exception {
        long worker = stack.pid("worker-1");

        stack.begin(
                CrashStack.project("chatter", "chatter", LONG, "test -s done.txt"),
                CrashStack.project("wrecker", "wrecker", LONG, "test -s done.txt"),
                CrashStack.project("sleeper", "sleeper", Duration.ofSeconds(3), "test -s done.txt"),
                CrashStack.project("notes", null, LONG, "sh check.sh"));
        stack.awaitEnd();

        Map<String, ProjectResult> results = stack.results();
        assertThat(results.get("chatter").state()).isEqualTo(RunState.COMPLETED);
        assertThat(results.get("wrecker").state()).isEqualTo(RunState.FAILED);
        assertThat(results.get("wrecker").reason()).contains("test -s done.txt");
        assertThat(results.get("sleeper").state()).isEqualTo(RunState.FAILED);
        assertThat(results.get("sleeper").reason()).containsIgnoringCase("time");

        ProjectResult healthy = results.get("notes");
        assertThat(healthy.state()).isEqualTo(RunState.COMPLETED);
        assertThat(healthy.attempts()).as("its first source fails").isEqualTo(2);
        assertThat(healthy.agentRuns()).isEqualTo(2);
        assertThat(stack.scheduled("notes", HostWork.HOLD)).as("sessions").isEqualTo(1);
        assertThat(stack.stepsAgain()).isEmpty();
        assertThat(stack.pid("worker-1")).as("the worker, never started anew").isEqualTo(worker);
        stack.assertNothingLeft();
    }

    private void agent(ObjectNode agents, String name, String script) throws IOException {
        Path program = Files.createDirectories(folder.resolve("tools")).resolve(name);
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        agents.putObject(name).put("kind", "command").putArray("command").add(program.toString());
    }
}
