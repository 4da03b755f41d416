package dev.slipway.account;

import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.Priority;
import dev.slipway.run.Signals;
import dev.slipway.run.TaskQueues;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.testing.FakeLedger;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
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

/** A pool with requesters on some server. */
final class PoolWorld implements AutoCloseable {
    private final TestWorkflowEnvironment env;

    /** What the pool writes. */
    final FakeLedger ledger = new FakeLedger();

    PoolWorld(TestWorkflowEnvironment env) {
        this.env = env;
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
            Instant last = Instant.EPOCH;
            for (int turn = 0; turn < turns; turn++) {
                long request = 2L * turn + 1;
                lease = null;
                slots = null;
                tell(pool, "requestLease", new LeaseRequest(me, request, "acme", null, List.of(), Priority.MEDIUM, 0));
                Workflow.await(() -> lease != null && lease.request() == request);
                tell(pool, "requestWriteSlots", new WriteSlotsRequest(me, request + 1, lease.lease(), 1));
                Workflow.await(() -> slots != null && slots.request() == request + 1);
                last = slots.writes().notBefore().get(0);
                tell(
                        pool,
                        "release",
                        new LeaseReleased(
                                me, lease.lease().account(), lease.lease().fence()));
            }
            return last;
        }

        /** The server in memory does not know a workflow for a moment while that continues as new. */
        private static void tell(String pool, String signal, Object message) {
            while (!Signals.send(pool, signal, message).get()) {
                Workflow.sleep(Duration.ofMillis(20));
            }
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

    WorkflowExecution startPool(int accounts, int answersPerRun) {
        Worker worker = env.newWorker(TaskQueues.WORKFLOWS);
        worker.registerWorkflowImplementationTypes(AccountPoolWorkflowImpl.class, RequesterImpl.class);
        env.newWorker(TaskQueues.GITHUB).registerActivitiesImplementations(ledger);
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
                            true,
                            null,
                            null)
                },
                new Object[] {new AccountPoolInput(Duration.ofSeconds(1), null, answersPerRun)});
    }

    List<CompletableFuture<Instant>> startRequesters(int count, int turns) {
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

    AccountPoolState state() {
        return pool().state();
    }

    AccountPoolWorkflow pool() {
        return env.getWorkflowClient().newWorkflowStub(AccountPoolWorkflow.class, WorkflowIds.ACCOUNT_POOL);
    }

    WorkflowClient client() {
        return env.getWorkflowClient();
    }

    @Override
    public void close() {
        env.close();
    }
}
