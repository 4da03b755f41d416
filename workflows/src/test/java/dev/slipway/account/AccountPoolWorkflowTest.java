package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.Priority;
import dev.slipway.run.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AccountPoolWorkflowTest {
    private final PoolWorld world = new PoolWorld(TestWorkflowEnvironment.newInstance());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void losesNoRequestWhileItContinuesAsNewAgainAndAgain() {
        WorkflowExecution first = world.startPool(3, 7);
        List<CompletableFuture<Instant>> ends = world.startRequesters(12, 4);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();

        assertThat(world.state().accounts()).allMatch(account -> account.leases() == 0);
        assertThat(world.state().accounts().stream()
                        .mapToLong(AccountState::uses)
                        .sum())
                .isEqualTo(48);
        assertThat(world.state().accounts().stream()
                        .mapToLong(AccountState::writes)
                        .sum())
                .isEqualTo(48);
        String now = world.client()
                .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                .describe()
                .getExecution()
                .getRunId();
        assertThat(now).isNotEqualTo(first.getRunId());
    }

    @Test
    void servesManyMoreRequestersThanAccounts() {
        world.startPool(5, 0);
        List<CompletableFuture<Instant>> ends = world.startRequesters(100, 1);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();

        assertThat(world.state().accounts())
                .allMatch(account -> account.leases() == 0 && account.uses() >= 15 && account.uses() <= 25);
        assertThat(world.state().accounts().stream()
                        .mapToLong(AccountState::uses)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void takesALeaseBackFromARequesterThatIsGone() {
        world.startPool(1, 0);
        world.client()
                .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                .signal("requestLease", new LeaseRequest("nobody", 1, null, null, List.of(), Priority.URGENT, 0));
        assertThat(world.startRequesters(1, 1).get(0).join()).isAfter(Instant.EPOCH);
        assertThat(world.state().accounts()).allMatch(account -> account.leases() == 0);
    }
}
