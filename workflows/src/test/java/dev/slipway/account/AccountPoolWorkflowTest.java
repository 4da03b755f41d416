package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.Priority;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AccountPoolWorkflowTest {
    private final TestWorkflowEnvironment env =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());

    @AfterEach
    void close() {
        env.close();
    }

    /** A requester that leases, asks for a slot and releases. */
    @WorkflowInterface
    public interface Requester {
        @WorkflowMethod
        Instant run(String pool, int turns);

        @SignalMethod(name = AccountSignals.ACCOUNT_LEASED)
        void leased(LeaseGranted granted);

        @SignalMethod(name = AccountSignals.WRITE_SLOTS_GRANTED)
        void slots(WriteSlotsGranted granted);
    }

    /** See {@link Requester}. */
    public static final class RequesterImpl implements Requester {
        private LeaseGranted lease;
        private WriteSlotsGranted slots;

        @Override
        public Instant run(String pool, int turns) {
            String me = Workflow.getInfo().getWorkflowId();
            var target = Workflow.newUntypedExternalWorkflowStub(pool);
            Instant last = Instant.EPOCH;
            for (int turn = 0; turn < turns; turn++) {
                long request = 2L * turn + 1;
                lease = null;
                slots = null;
                target.signal(
                        "requestLease", new LeaseRequest(me, request, "acme", null, List.of(), Priority.MEDIUM, 0));
                Workflow.await(() -> lease != null && lease.request() == request);
                target.signal("requestWriteSlots", new WriteSlotsRequest(me, request + 1, lease.lease(), 1));
                Workflow.await(() -> slots != null && slots.request() == request + 1);
                last = slots.writes().notBefore().get(0);
                target.signal(
                        "release",
                        new LeaseReleased(
                                me, lease.lease().account(), lease.lease().fence()));
            }
            return last;
        }

        @Override
        public void leased(LeaseGranted granted) {
            lease = granted;
        }

        @Override
        public void slots(WriteSlotsGranted granted) {
            slots = granted;
        }
    }

    private WorkflowExecution startPool(int accounts, int answersPerRun) {
        Worker worker = env.newWorker(TaskQueues.WORKFLOWS);
        worker.registerWorkflowImplementationTypes(AccountPoolWorkflowImpl.class, RequesterImpl.class);
        env.start();
        List<AnnouncedAccount> announced = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            announced.add(new AnnouncedAccount(
                    AccountName.of("account-" + i), "user-" + i, "acme", List.of("acme"), 1, null, null));
        }
        WorkflowStub pool = env.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "AccountPool",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.ACCOUNT_POOL)
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .build());
        return pool.signalWithStart(
                "announce",
                new Object[] {
                    new WorkerAnnouncement(
                            HostId.of("host-1"),
                            "localhost",
                            "test",
                            4,
                            announced,
                            List.of(AgentName.of("scripted")),
                            null,
                            List.of(ToolchainName.of("solc")),
                            true,
                            true)
                },
                new Object[] {new AccountPoolInput(Duration.ofSeconds(1), null, answersPerRun)});
    }

    private List<CompletableFuture<Instant>> startRequesters(int count, int turns) {
        List<CompletableFuture<Instant>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Requester requester = env.getWorkflowClient()
                    .newWorkflowStub(
                            Requester.class,
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId("requester-" + i)
                                    .setTaskQueue(TaskQueues.WORKFLOWS)
                                    .build());
            ends.add(WorkflowClient.execute(requester::run, WorkflowIds.ACCOUNT_POOL, turns));
        }
        return ends;
    }

    private AccountPoolState state() {
        return env.getWorkflowClient()
                .newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL)
                .state();
    }

    @Test
    void losesNoRequestWhileItContinuesAsNewAgainAndAgain() {
        WorkflowExecution first = startPool(3, 7);
        List<CompletableFuture<Instant>> ends = startRequesters(12, 4);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();

        assertThat(state().accounts()).allMatch(account -> account.leases() == 0);
        assertThat(state().accounts().stream().mapToLong(AccountState::uses).sum())
                .isEqualTo(48);
        assertThat(state().accounts().stream().mapToLong(AccountState::writes).sum())
                .isEqualTo(48);
        String now = env.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                .describe()
                .getExecution()
                .getRunId();
        assertThat(now).isNotEqualTo(first.getRunId());
    }

    @Test
    void servesManyMoreRequestersThanAccounts() {
        startPool(5, 0);
        List<CompletableFuture<Instant>> ends = startRequesters(100, 1);
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();

        assertThat(state().accounts())
                .allMatch(account -> account.leases() == 0 && account.uses() >= 15 && account.uses() <= 25);
        assertThat(state().accounts().stream().mapToLong(AccountState::uses).sum())
                .isEqualTo(100);
    }

    @Test
    void takesALeaseBackFromARequesterThatIsGone() {
        startPool(1, 0);
        env.getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.ACCOUNT_POOL)
                .signal("requestLease", new LeaseRequest("nobody", 1, null, null, List.of(), Priority.URGENT, 0));
        assertThat(startRequesters(1, 1).get(0).join()).isAfter(Instant.EPOCH);
        assertThat(state().accounts()).allMatch(account -> account.leases() == 0);
    }
}
