package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.account.AccountLease;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.AgentActivities;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.agent.Brief;
import dev.slipway.failure.FailureType;
import dev.slipway.run.AgentName;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.verification.Commands;
import dev.slipway.verification.VerificationActivities;
import dev.slipway.verification.VerifyWorkspace;
import dev.slipway.workspace.CatchUp;
import dev.slipway.workspace.CaughtUp;
import dev.slipway.workspace.Published;
import dev.slipway.workspace.WorkspaceRef;
import dev.slipway.workspace.WorkspaceStepActivities;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that a host can't do, or must not: with real sessions, Git, programs, and the sandbox as GitHub. */
class RefusedStepsIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String BRANCH = "slipway/" + AgentHost.RUN;

    @TempDir
    Path root;

    private AgentHost host;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", Files.createDirectories(root.resolve("user")).toString());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        environment.put("SEAT_KEY", "a-key-of-a-seat");
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        host = new AgentHost(root, launcher, environment);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aToolThatIsNotOnTheHostIsSaidWithWhatToDo() throws Exception {
        host.start(writes("a.txt", "fine"));
        host.open(1);
        fails(
                FailureType.TOOL_MISSING,
                "toolchain foundry",
                () -> host.activity(VerificationActivities.class)
                        .verify(new VerifyWorkspace(
                                AgentHost.ref(1), "1-verify", ToolchainName.of("foundry"), Commands.NONE, LONG)));
    }

    @Test
    void anAgentWhoseProgramIsNotOnTheHostIsSaid() {
        host.start(agent(Path.of("/nowhere/agent")));
        host.open(1);
        fails(FailureType.TOOL_MISSING, "/nowhere/agent", () -> host.run(1, "1-generate", LONG));
    }

    @Test
    void anAgentThatTheWorkerDoesNotKnowIsSaid() throws Exception {
        host.start(writes("a.txt", "fine"));
        host.open(1);
        fails(FailureType.NOT_CONFIGURED, "somebody", () -> run(AgentHost.ref(1), AgentName.of("somebody")));
    }

    @Test
    void aLeaseThatRanOutPushesNothing() throws Exception {
        host.start(writes("a.txt", "fine"));
        host.open(1);
        WorkspaceRef open = AgentHost.ref(1);
        AccountLease had = open.lease();
        AccountLease over = new AccountLease(
                had.account(),
                had.login(),
                had.owner(),
                had.fence(),
                Instant.now().minusSeconds(1));
        fails(
                FailureType.LEASE_LOST,
                "ran out",
                () -> run(new WorkspaceRef(open.runKey(), open.session(), over), null));
    }

    @Test
    void aStepOfASessionThatIsNotOpenOrWasFollowedByAnotherIsRefused() throws Exception {
        host.start(writes("a.txt", "fine"));
        fails(FailureType.SESSION_GONE, "not open", () -> host.run(1, "1-generate", LONG));
        host.open(1);
        host.open(2);
        fails(FailureType.SESSION_FENCED, "session 2", () -> host.run(1, "1-generate", LONG));
        assertThat(host.run(2, "1-generate", LONG).outcome()).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void whatAPersonPushedToTheBranchIsPutTogetherWithTheWork() throws Exception {
        host.start(writes("mine.txt", "by the agent"));
        host.open(1);
        host.run(1, "1-generate", LONG);
        assertThat(host.publish(1, "2-push").commit()).isNotEmpty();
        push("shared.txt", "by a person\n");
        host.close(1);

        host.start(writes("shared.txt", "by the agent\n"));
        host.open(2);
        assertThat(host.folder().tree().resolve("shared.txt"))
                .as("its workspace starts from what is there")
                .hasContent("by a person\n");
        push("later.txt", "by a person\n");
        host.run(2, "3-fix", LONG);
        assertThat(host.publish(2, "4-push").moved()).isTrue();
        CaughtUp came = catchUp(2, "5-push");
        assertThat(came.with()).startsWith(BRANCH + " at ");
        assertThat(came.conflicts()).isEmpty();
        assertThat(host.folder().tree().resolve("later.txt")).hasContent("by a person\n");
        assertThat(host.publish(2, "6-push").commit()).isNotEmpty();
    }

    @Test
    void theAgentIsToldWhichPlacesToPutTogether() throws Exception {
        host.start(writes("mine.txt", "by the agent"));
        host.open(1);
        host.run(1, "1-generate", LONG);
        host.publish(1, "2-push");
        host.stop();
        host.start(writes("shared.txt", "by the agent\n"));
        host.open(2);
        host.run(2, "3-fix", LONG);
        push("shared.txt", "by a person\n");

        assertThat(host.publish(2, "4-push").moved()).isTrue();
        CaughtUp came = catchUp(2, "5-push");
        assertThat(came.conflicts()).containsExactly("shared.txt");
        assertThat(host.text(came.excerpt()))
                .contains("== shared.txt", "by a person", "by the agent", "do not undo what the others did");
        Published held = host.publish(2, "6-push");
        assertThat(held.commit()).isEmpty();
        assertThat(held.conflicts()).containsExactly("shared.txt");
        assertThat(host.text(held.excerpt())).contains("== shared.txt");
    }

    private CaughtUp catchUp(long session, String step) {
        return host.activity(WorkspaceStepActivities.class).catchUp(new CatchUp(AgentHost.ref(session), step, false));
    }

    /** A person makes a file on the change's branch. */
    private void push(String path, String text) throws Exception {
        String content = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        host.rest(
                "PUT",
                "/repos/" + AgentHost.USER + "/thing/contents/" + path,
                "{\"message\":\"By hand\",\"content\":\"" + content + "\",\"branch\":\"" + BRANCH + "\"}",
                201);
    }

    private void run(WorkspaceRef workspace, @Nullable AgentName agent) {
        Brief brief = new Brief("thing", "A thing", "", ToolchainName.of("command"), null);
        host.activity(AgentActivities.class)
                .run(new AgentRun(
                        workspace, "1-generate", AgentTask.GENERATE, null, agent, brief, null, null, 0, LONG, null));
    }

    private AgentSettings writes(String path, String text) throws Exception {
        Path program = Files.createDirectories(root.resolve("tools")).resolve("writes-" + path);
        Files.writeString(program, "#!/bin/sh\nprintf '" + text.replace("\n", "\\n") + "' > " + path + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return agent(program);
    }

    private static AgentSettings agent(Path program) {
        return new AgentSettings(
                AgentHost.agentName(),
                AgentKind.COMMAND,
                List.of(program.toString()),
                null,
                null,
                0,
                List.of(),
                Map.of(),
                List.of(new SeatSettings("seat", Billing.METERED, new SecretRef.Environment("SEAT_KEY"), null)),
                AgentSettings.STALL_AFTER);
    }

    private static void fails(FailureType type, String said, ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(thrown -> {
            Throwable at = thrown;
            while (!(at instanceof ApplicationFailure) && at.getCause() != null) {
                at = at.getCause();
            }
            assertThat(at).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(type.name());
                assertThat(failure.getOriginalMessage()).contains(said);
            });
        });
    }
}
