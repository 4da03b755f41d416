package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.Billing;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.verification.CommandRun;
import dev.slipway.verification.Phase;
import dev.slipway.verification.Verification;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploy commands on a real host: on what was merged, isolated, and once. */
class DeploymentIT {
    @TempDir
    Path root;

    private AgentHost host;

    @BeforeEach
    void mergeSomething() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", Files.createDirectories(root.resolve("user")).toString());
        environment.put("SLIPWAY_HOME", root.resolve("slipway").toString());
        environment.put("SEAT_KEY", "a-key-of-a-seat");
        ProcessLauncher launcher = ProcessLaunchers.choose(Isolation.AUTO, false, environment);
        assumeTrue(launcher.isolates(), () -> "no isolation here: " + ProcessLaunchers.problem(environment));
        host = new AgentHost(root, launcher, environment);
        start();
        host.open(1);
        host.run(1, "1-generate", Duration.ofMinutes(2));
        assertThat(host.publish(1, "2-push").changed()).isTrue();
        host.close(1);
        host.merge();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void start() throws Exception {
        Path program = Files.createDirectories(root.resolve("tools")).resolve("agent");
        Files.writeString(program, "#!/bin/sh\necho made by the agent > made.txt\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        host.start(new AgentSettings(
                AgentHost.agentName(),
                AgentKind.COMMAND,
                List.of(program.toString()),
                null,
                null,
                0,
                List.of(),
                Map.of(),
                List.of(new SeatSettings("seat", Billing.METERED, new SecretRef.Environment("SEAT_KEY"), null)),
                AgentSettings.STALL_AFTER));
    }

    @Test
    void theCommandsRunOnTheMergedDefaultBranchOnceUnderAName() throws Exception {
        host.openForDeployment(2);
        String[] commands = {"mkdir out && cp made.txt out/made.txt", "cat out/made.txt; test ! -e \"$SLIPWAY_HOME\""};
        Verification first = host.deploy(2, "3-deploy", commands);

        assertThat(first.passed()).as(first.headline()).isTrue();
        assertThat(first.runs())
                .extracting(CommandRun::phase)
                .containsExactly(Phase.PREPARE, Phase.DEPLOY, Phase.DEPLOY);
        assertThat(host.text(first.log())).contains("$ echo prepared", "$ mkdir out", "made by the agent");
        // A second 'mkdir out' would fail.
        assertThat(host.deploy(2, "3-deploy", commands)).isEqualTo(first);
        assertThat(host.deploy(2, "4-deploy", commands).failedPhase()).isEqualTo(Phase.DEPLOY);
    }

    @Test
    void aRedDeploymentSaysWhatItsCommandSaid() throws Exception {
        host.openForDeployment(2);
        Verification red =
                host.deploy(2, "3-deploy", "echo 'error: no route to the cluster' >&2; exit 3", "touch never");

        assertThat(red.failedPhase()).isEqualTo(Phase.DEPLOY);
        assertThat(red.headline()).contains("no route to the cluster");
        assertThat(host.text(red.excerpt())).contains("no route to the cluster", "exit code 3");
        assertThat(host.deploymentFolder().tree().resolve("never")).doesNotExist();
    }

    @Test
    void whatWasBrokenOffIsNeitherKnownNorDoneAgain() throws Exception {
        host.openForDeployment(2);
        Path tree = host.deploymentFolder().tree();
        CompletableFuture<Verification> deploying =
                CompletableFuture.supplyAsync(() -> host.deploy(2, "3-deploy", "echo once >> deployed; sleep 600"));
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(tree.resolve("deployed")));
        host.stop();
        unknown(deploying::join);

        start();
        host.openForDeployment(3);
        unknown(() -> host.deploy(3, "3-deploy", "echo once >> deployed"));
        assertThat(tree.resolve("deployed")).hasContent("once");
    }

    private static void unknown(ThrowingCallable deploying) {
        assertThatThrownBy(deploying)
                .rootCause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureType.OUTCOME_UNKNOWN.name()))
                .hasMessageContaining("can't be told");
    }
}
