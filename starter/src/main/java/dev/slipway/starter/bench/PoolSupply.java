package dev.slipway.starter.bench;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AnnouncedAccount;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.agent.Billing;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.SeatId;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentAnnouncement;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.AnnouncedSeat;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.SeatChoice;
import dev.slipway.seat.Spent;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Something to hand out that nobody else asks for: accounts and a seat of a host that has nothing else, announced as a
 * worker would.
 */
record PoolSupply(WorkflowClient client) {
    /** Whose repositories the accounts may write. */
    static final String OWNER = "bench";

    static final SeatChoice PLACE = SeatChoice.of("bench/seat");

    /** At a time, of seat and accounts. */
    static final int AT_A_TIME = 20;

    private static final HostId HOST = HostId.of("bench");
    private static final int ACCOUNTS = 10;

    void seat() {
        AnnouncedSeat seat =
                new AnnouncedSeat(SeatId.of("bench/seat"), Billing.SUBSCRIPTION, AT_A_TIME, Spent.NOTHING, false);
        client.newWorkflowStub(AgentPoolWorkflow.class, WorkflowIds.AGENT_POOL)
                // As of long ago: what the installation's own worker says of budgets and windows goes on to hold.
                .announce(new AgentAnnouncement(
                        HOST, Instant.EPOCH, List.of(seat), AgentName.of("bench"), PoolRules.DEFAULT));
    }

    void accounts() {
        List<AnnouncedAccount> accounts = IntStream.rangeClosed(1, ACCOUNTS)
                .mapToObj(number -> new AnnouncedAccount(
                        AccountName.of("bench-" + number),
                        "bench-" + number,
                        OWNER,
                        List.of(OWNER),
                        AT_A_TIME / ACCOUNTS,
                        null,
                        null))
                .toList();
        client.newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL)
                .announce(new WorkerAnnouncement(
                        HOST, "bench", "bench", 0, accounts, List.of(), null, List.of(), true, false, null, null));
    }
}
