package dev.slipway.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentResult;
import dev.slipway.agent.AgentRun;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.agent.Brief;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.TokenUsage;
import dev.slipway.ledger.LimitMet;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.RunKey;
import dev.slipway.run.SeatId;
import dev.slipway.run.ToolchainName;
import dev.slipway.workspace.WorkspaceRef;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host writes of an agent that ran on it. */
class HostLedgerTest {
    private static final String PROJECT = "project/demo/vault";

    @TempDir
    private Path folder;

    private Ledger ledger;
    private HostLedger host;

    @BeforeEach
    void open() {
        ledger = Ledger.in(folder.resolve("ledger.db"));
        host = new HostLedger(ledger, HostId.of("host-1"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aRunHasTheSeatAndTheBillingOfItsLease() {
        host.ran(PROJECT, request(1, "team-max"), result(AgentOutcome.COMPLETED, null));
        host.ran(PROJECT, request(1, "team-max"), result(AgentOutcome.COMPLETED, null));

        assertThat(runs()).singleElement().satisfies(run -> {
            assertThat(run.seat()).isEqualTo("team-max");
            assertThat(run.billing()).isEqualTo("subscription");
            assertThat(run.category()).isEqualTo("development");
            assertThat(run.costUsd()).isEqualByComparingTo("0.25");
        });
        CostReport.Line total =
                CostReport.of(runs(), CostBy.SEAT, ZoneOffset.UTC).total();
        assertThat(total.usd()).isZero();
        assertThat(total.listPriceUsd()).isEqualByComparingTo("0.25");
        assertThat(limits()).isEmpty();
    }

    @Test
    void aLimitIsWrittenWithTheRunThatMetIt() {
        Instant until = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);
        host.ran(PROJECT, request(1, "team-max"), result(AgentOutcome.SESSION_LIMIT, until));
        host.ran(PROJECT, request(1, "team-max"), result(AgentOutcome.SESSION_LIMIT, until));

        assertThat(limits()).singleElement().satisfies(limit -> {
            assertThat(limit.subject()).isEqualTo("seat/claude/team-max");
            assertThat(limit.what()).isEqualTo("session limit");
            assertThat(limit.until()).isEqualTo(until);
            assertThat(limit.workflowId()).isEqualTo(PROJECT);
        });
    }

    @Test
    void aRunThatWasEndedWithItsSessionIsThereBesideTheOneThatDidItsStep() {
        host.cut(request(1, "team-max"), result(AgentOutcome.INTERRUPTED, null));
        host.cut(request(1, "team-max"), result(AgentOutcome.INTERRUPTED, null));
        host.ran(PROJECT, request(2, "team-max"), result(AgentOutcome.COMPLETED, null));

        assertThat(runs())
                .extracting(LedgerReader.AgentRun::outcome)
                .containsExactlyInAnyOrder("interrupted", "completed");
        assertThat(runs())
                .allMatch(run -> run.project().equals("vault") && run.seat().equals("team-max"));
    }

    private List<LedgerReader.AgentRun> runs() {
        return new LedgerReader(ledger).agentRuns(Rows.EVER, Rows.LATER);
    }

    private List<LimitMet> limits() {
        return new LedgerReader(ledger).limits(Rows.EVER, Rows.LATER);
    }

    private static AgentRun request(long session, String seat) {
        AccountLease account = new AccountLease(
                AccountName.of("alice"), "alice", "alice", 7, Instant.now().plus(Duration.ofHours(1)));
        return new AgentRun(
                new WorkspaceRef(RunKey.of("k3y00001"), session, account),
                "1-generate",
                AgentTask.GENERATE,
                new SeatLease(PROJECT, new SeatId(AgentName.of("claude"), seat), Billing.SUBSCRIPTION, 9),
                null,
                new Brief("vault", "A vault", "", ToolchainName.of("solc"), null),
                null,
                null,
                0,
                Duration.ofMinutes(5),
                null);
    }

    private static AgentResult result(AgentOutcome outcome, @Nullable Instant until) {
        return new AgentResult(
                AgentName.of("claude"),
                outcome,
                until,
                "session-1",
                "some-model",
                3,
                new BigDecimal("0.25"),
                false,
                new TokenUsage(1_000, 500, 0, 0),
                List.of(),
                0,
                "said so",
                Duration.ofSeconds(40),
                null,
                "",
                false,
                List.of(),
                null);
    }
}
