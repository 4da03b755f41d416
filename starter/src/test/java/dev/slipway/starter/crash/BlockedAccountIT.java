package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountState;
import dev.slipway.account.BlockAccount;
import dev.slipway.account.BlockReason;
import dev.slipway.account.UnblockAccount;
import dev.slipway.run.RunState;
import dev.slipway.starter.run.ProjectResult;
import dev.slipway.starter.run.ProjectRow;
import dev.slipway.starter.stack.ScriptedAgent;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person takes the account out of use that a project works with, on a real server, and puts it back. */
class BlockedAccountIT {
    private static final String PROJECT = "notes";

    @TempDir
    private Path folder;

    private CrashStack stack;

    @BeforeEach
    void start() {
        stack = new CrashStack(folder, 1, 1, ScriptedAgent.agents("scripted", 4));
        stack.begin(CrashStack.project(PROJECT, null, Duration.ofMinutes(5), "sh check.sh"));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void aProjectWhoseAccountAPersonBlocksWaitsForItAndGoesOnWhereItWas() throws Exception {
        stack.workerThatRuns(HostWork.AGENT);
        AccountName account = AccountName.of(row().account());
        long written = stack.counts().total("repositories");

        assertThat(stack.accounts()
                        .block(new BlockAccount(account, "ann", "a look at its history", null))
                        .changed())
                .isTrue();
        ProjectRow waiting = await("the project, before its next write")
                .atMost(CrashStack.PATIENCE)
                .until(this::row, row -> row.waitingFor().equals("account"));

        assertThat(waiting.state()).isEqualTo(RunState.WAITING);
        assertThat(waiting.waitingUntil()).as("until a person says so").isNull();
        assertThat(state(account)).satisfies(blocked -> {
            assertThat(blocked.blocked()).isEqualTo(BlockReason.MANUAL);
            assertThat(blocked.blockedBy()).isEqualTo("ann");
            assertThat(blocked.problem()).contains("a look at its history");
        });
        assertThat(stack.counts().total("pullRequests")).isZero();

        assertThat(stack.accounts().unblock(new UnblockAccount(account, "ann")).changed())
                .isTrue();
        stack.awaitEnd();

        ProjectResult result = stack.results().get(PROJECT);
        assertThat(result.state()).isEqualTo(RunState.COMPLETED);
        assertThat(result.attempts()).as("its first source fails").isEqualTo(2);
        assertThat(written).isEqualTo(1);
        assertThat(stack.agentRunsAgain()).isZero();
        assertThat(stack.stepsAgain()).isEmpty();
        stack.assertOneOfEach(1);
    }

    private ProjectRow row() {
        return stack.rows().stream()
                .filter(row -> row.name().equals(PROJECT))
                .findFirst()
                .orElseThrow();
    }

    private AccountState state(AccountName account) {
        return stack.accounts().state().accounts().stream()
                .filter(one -> one.account().equals(account))
                .findFirst()
                .orElseThrow();
    }
}
