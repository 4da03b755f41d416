package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.activities.process.MarkedProcesses;
import dev.slipway.activities.process.ProcessLauncher;
import dev.slipway.activities.process.ProcessLaunchers;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.Billing;
import dev.slipway.failure.FailureType;
import dev.slipway.settings.installation.AgentKind;
import dev.slipway.settings.installation.AgentSettings;
import dev.slipway.settings.installation.Isolation;
import dev.slipway.settings.installation.SeatSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.verification.Verification;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents and builds do to a workspace and its host: the step says so, and the worker goes on. */
class TroubledWorkspaceIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Forks twice, leaves its session and its parents, and beats for as long as it lives. */
    private static final String DAEMON = """
            setsid sh -c 'setsid sh -c "trap \\"\\" TERM HUP INT; while :; do date > beat; sleep 0.05; done" &' \
            </dev/null >/dev/null 2>&1 &
            while [ ! -s beat ]; do sleep 0.05; done
            """;

    @TempDir
    Path root;

    private AgentHost host;
    private Path mounted;

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
    void stop() throws Exception {
        host.close();
        if (mounted != null) {
            assertThat(new ProcessBuilder("umount", "-l", mounted.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @Test
    void aFullDiskFailsTheAgentsStepWithThatReasonAndTheHostGoesOn() throws Exception {
        smallDisk();
        host.start(command("cat /dev/zero > fill"));
        host.open(1);

        fails(FailureType.HOST_RESOURCES, () -> host.run(1, "1-generate", LONG));

        host.close(1);
        host.start(command("echo fine > fine.txt"));
        host.open(2);
        assertThat(host.run(2, "2-generate", LONG).outcome()).isEqualTo(AgentOutcome.COMPLETED);
    }

    @Test
    void aFullDiskFailsTheBuildsStepWithThatReasonAndTheHostGoesOn() throws Exception {
        smallDisk();
        host.start(command("echo fine > fine.txt"));
        host.open(1);
        host.run(1, "1-generate", LONG);

        fails(
                FailureType.HOST_RESOURCES,
                () -> host.verify(1, "2-verify", "cat /dev/zero > fill; while echo still building; do :; done"));

        Files.delete(host.folder().tree().resolve("fill"));
        assertThat(host.verify(1, "3-verify", "cat fine.txt").passed()).isTrue();
    }

    @Test
    void aGigabyteOfOutputCostsNeitherMemoryNorDisk() throws Exception {
        host.start(command("echo fine > fine.txt; head -c 1000000000 /dev/zero | tr '\\0' 'x'; echo; echo the end"));
        host.open(1);
        long before = mostMemory(true);

        AgentResult result = host.run(1, "1-generate", LONG);

        assertThat(result.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(mostMemory(false) - before).as("bytes of heap").isLessThan(300_000_000L);
        assertThat(result.transcript().size()).isBetween(1_000_000L, 70_000_000L);
        assertThat(payload(result)).isLessThan(5_000);
    }

    @Test
    void anAgentThatDeletesGitAndAllElseLosesOnlyWhatItDeleted() throws Exception {
        host.start(command("""
                if [ -e first.txt ]; then rm -rf .git ../git ../outcomes ../session.json .[!.]* *; echo again > second.txt
                else echo one > first.txt; fi
                """));
        host.open(1);
        AgentResult first = host.run(1, "1-generate", LONG);
        AgentResult second = host.run(1, "2-fix", LONG);

        assertThat(second.outcome()).isEqualTo(AgentOutcome.COMPLETED);
        assertThat(second.commit()).hasSize(40).isNotEqualTo(first.commit());
        assertThat(host.run(1, "1-generate", LONG))
                .as("its outcome is still there")
                .isEqualTo(first);
        assertThat(host.publish(1, "3-push").changed()).isTrue();
    }

    @Test
    void anAgentThatForksDaemonsAndNeverEndsIsEndedWithThem() throws Exception {
        host.start(command(DAEMON + "sleep 1000"));
        host.open(1);

        AgentResult result = host.run(1, "1-generate", Duration.ofSeconds(2));

        assertThat(result.outcome()).isEqualTo(AgentOutcome.TIMED_OUT);
        nothingRuns();
    }

    @Test
    void aBuildThatForksAndHangsIsEndedWithAllThatItStarted() throws Exception {
        host.start(command("echo fine > fine.txt"));
        host.open(1);
        host.run(1, "1-generate", LONG);

        Verification verification = host.verify(1, "2-verify", Duration.ofSeconds(2), DAEMON + "sleep 1000");

        assertThat(verification.passed()).isFalse();
        assertThat(verification.headline()).contains("time limit of 2 s");
        assertThat(verification.runs())
                .last()
                .satisfies(run -> assertThat(run.timedOut()).isTrue());
        nothingRuns();
        assertThat(host.verify(1, "3-verify", "cat fine.txt").passed()).isTrue();
    }

    @Test
    void ofFiveMegabytesOfFailingOutputTheArtifactHasAllAndHistoryLittle() throws Exception {
        host.start(command("echo fine > fine.txt"));
        host.open(1);
        host.run(1, "1-generate", LONG);

        Verification verification = host.verify(
                1,
                "2-verify",
                "line=$(head -c 100 /dev/zero | tr '\\0' x); yes \"$line\" | head -n 25000;"
                        + " echo 'Vault.sol:7:3: error: no such type';"
                        + " yes \"$line\" | head -n 25000; echo 'the last line'; exit 1");

        assertThat(verification.passed()).isFalse();
        assertThat(verification.headline()).isEqualTo("Vault.sol:7:3: error: no such type");
        assertThat(verification.log().size()).isGreaterThan(5_000_000);
        assertThat(host.text(verification.log()))
                .contains("Vault.sol:7:3: error: no such type")
                .endsWith("the last line\n");
        assertThat(verification.excerpt().size()).isLessThan(20_000);
        assertThat(host.text(verification.excerpt())).contains("Vault.sol:7:3: error: no such type", "the last line");
        assertThat(payload(verification)).isLessThan(5_000);
    }

    /** The workspaces are on a disk of 8 MB, which only root can make. */
    private void smallDisk() throws Exception {
        Path workspaces = Files.createDirectories(host.home.workspaces());
        Process mount = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=8m", "slipway-test", workspaces.toString())
                .redirectErrorStream(true)
                .start();
        assumeTrue(mount.waitFor() == 0, "no small disk can be mounted here");
        mounted = workspaces;
    }

    private static void fails(FailureType type, ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(thrown -> {
            Throwable at = thrown;
            while (!(at instanceof ApplicationFailure) && at.getCause() != null) {
                at = at.getCause();
            }
            assertThat(at).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                assertThat(failure.getType()).as(failure.getMessage()).isEqualTo(type.name());
                assertThat(failure.getOriginalMessage()).containsAnyOf("No space left", "is full", "out of");
            });
        });
    }

    private void nothingRuns() throws Exception {
        assertThat(MarkedProcesses.below("HOME=" + host.folder().home())).isEmpty();
        Path beat = host.folder().tree().resolve("beat");
        Files.delete(beat);
        await().during(300, TimeUnit.MILLISECONDS).until(() -> !Files.exists(beat));
    }

    /** The most heap that was used since it was last asked for with {@code anew}. */
    private static long mostMemory(boolean anew) {
        if (anew) {
            System.gc();
        }
        long most = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == java.lang.management.MemoryType.HEAP) {
                if (anew) {
                    pool.resetPeakUsage();
                }
                most += pool.getPeakUsage().getUsed();
            }
        }
        return most;
    }

    /** Bytes that it takes in a history. */
    private static int payload(Object value) {
        return DefaultDataConverter.newDefaultInstance()
                .toPayload(value)
                .orElseThrow()
                .getSerializedSize();
    }

    private AgentSettings command(String script) throws Exception {
        Path program = Files.createDirectories(root.resolve("tools"))
                .resolve("agent-" + Integer.toHexString(script.hashCode()));
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
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
}
