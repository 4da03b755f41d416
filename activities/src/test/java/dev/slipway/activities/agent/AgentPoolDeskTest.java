package dev.slipway.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.AgentTask;
import dev.slipway.agent.Billing;
import dev.slipway.agent.SeatLease;
import dev.slipway.agent.WorkKind;
import dev.slipway.run.AgentName;
import dev.slipway.run.HostId;
import dev.slipway.run.Priority;
import dev.slipway.run.SeatId;
import dev.slipway.run.ToolchainName;
import dev.slipway.run.WorkflowIds;
import dev.slipway.seat.AgentAnnouncement;
import dev.slipway.seat.AgentPoolInput;
import dev.slipway.seat.AgentPoolWorkflow;
import dev.slipway.seat.AgentPoolWorkflowImpl;
import dev.slipway.seat.AnnouncedSeat;
import dev.slipway.seat.CanaryBegun;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.RunAnswer;
import dev.slipway.seat.RunQuestion;
import dev.slipway.seat.RunSettled;
import dev.slipway.seat.SeatGranted;
import dev.slipway.seat.SeatPhase;
import dev.slipway.seat.SeatRequest;
import dev.slipway.seat.SeatSignals;
import dev.slipway.seat.SeatState;
import dev.slipway.seat.Spent;
import dev.slipway.seat.SteerSeat;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk against the pool itself, on a test server. */
class AgentPoolDeskTest {
    private static final String QUEUE = "desk";
    private static final SeatId SEAT = SeatId.of("claude/team");
    private static final WorkKind WORK = new WorkKind(ToolchainName.of("go"), AgentTask.GENERATE);

    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();
    private final WorkflowClient client = temporal.getWorkflowClient();
    private final AgentPoolDesk desk = new AgentPoolDesk(client);

    /** Keeps what the pool grants it. */
    @WorkflowInterface
    public interface Holder {
        @WorkflowMethod
        void hold();

        @SignalMethod(name = SeatSignals.SEAT_GRANTED)
        void granted(SeatGranted answer);

        @QueryMethod
        @Nullable
        SeatLease lease();
    }

    /** See {@link Holder}. */
    public static final class HolderImpl implements Holder {
        private @Nullable SeatLease lease;

        @Override
        public void hold() {
            Workflow.await(() -> false);
        }

        @Override
        public void granted(SeatGranted answer) {
            lease = answer.lease();
        }

        @Override
        public @Nullable SeatLease lease() {
            return lease;
        }
    }

    @BeforeEach
    void start() {
        Worker worker = temporal.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(AgentPoolWorkflowImpl.class, HolderImpl.class);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    private WorkflowOptions options(String id) {
        return WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId(id)
                .build();
    }

    private AgentPoolWorkflow pool() {
        AgentPoolWorkflow pool = client.newWorkflowStub(AgentPoolWorkflow.class, options(WorkflowIds.AGENT_POOL));
        WorkflowClient.start(pool::run, AgentPoolInput.FIRST);
        pool.announce(new AgentAnnouncement(
                HostId.of("host-1"),
                Instant.EPOCH,
                List.of(new AnnouncedSeat(
                        SEAT, Billing.SUBSCRIPTION, 0, new Spent(BigDecimal.ONE, 1_000, false), true)),
                AgentName.of("claude"),
                PoolRules.DEFAULT));
        return pool;
    }

    private SeatLease granted(AgentPoolWorkflow pool, String requester) {
        Holder holder = client.newWorkflowStub(Holder.class, options(requester));
        WorkflowClient.start(holder::hold);
        pool.requestSeat(new SeatRequest(
                requester, 1, List.of(), true, null, Priority.MEDIUM, WORK, Duration.ofMinutes(15), null));
        await().until(() -> holder.lease() != null);
        return holder.lease();
    }

    private static RunSettled settled(SeatLease lease, AgentOutcome outcome) {
        return new RunSettled(
                lease, "1-generate", 1, WORK, outcome, null, new Spent(BigDecimal.ONE, 500, false), 0, "");
    }

    private static SeatState seat(AgentPoolWorkflow pool) {
        return pool.state().seats().get(0);
    }

    @Test
    void aLeaseThatThePoolGrantedMayRunAndNoOther() throws Exception {
        AgentPoolWorkflow pool = pool();
        SeatLease lease = granted(pool, "project/demo/a");

        assertThat(desk.mayRun(new RunQuestion(lease, WORK, Instant.now())).allowed())
                .isTrue();
        RunAnswer other = desk.mayRun(new RunQuestion(
                new SeatLease(lease.requester(), lease.seat(), lease.billing(), lease.fence() + 1),
                WORK,
                Instant.now()));
        assertThat(other.allowed()).isFalse();
        assertThat(other.reason()).contains("claude/team is over");
    }

    @Test
    void aRunIsCountedOnceHoweverOftenItIsSettled() throws Exception {
        AgentPoolWorkflow pool = pool();
        SeatLease lease = granted(pool, "project/demo/a");

        desk.settle(settled(lease, AgentOutcome.COMPLETED));
        desk.settle(settled(lease, AgentOutcome.COMPLETED));

        assertThat(seat(pool).uses()).isEqualTo(1);
    }

    @Test
    void anAnswerToTheCanaryBringsAnOverloadedSeatBack() throws Exception {
        AgentPoolWorkflow pool = pool();
        desk.settle(settled(granted(pool, "project/demo/a"), AgentOutcome.OVERLOADED));
        assertThat(seat(pool).phase()).isEqualTo(SeatPhase.PARKED);
        pool.steer(new SteerSeat(SEAT, SteerSeat.Kind.RESUME, "", "ann"));
        SeatLease canary = granted(pool, "project/demo/b");
        assertThat(desk.mayRun(new RunQuestion(canary, WORK, Instant.now())).canary())
                .isTrue();

        desk.begun(new CanaryBegun(canary, false));
        assertThat(seat(pool).phase()).isEqualTo(SeatPhase.PROBING);
        desk.begun(new CanaryBegun(canary, true));
        assertThat(seat(pool).phase()).isEqualTo(SeatPhase.RAMPING);
    }

    @Test
    void aPoolThatIsNotThereYetIsWaitedFor() throws Exception {
        SeatLease lease = new SeatLease("project/demo/a", SEAT, Billing.SUBSCRIPTION, 1);
        CompletableFuture<RunAnswer> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                answer.complete(desk.mayRun(new RunQuestion(lease, WORK, Instant.now())));
            } catch (InterruptedException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        asking.start();
        await().until(() -> asking.getState() == Thread.State.TIMED_WAITING);
        assertThat(answer).isNotDone();

        pool();

        await().until(answer::isDone);
        assertThat(answer.get().allowed()).isFalse();
    }
}
