package dev.slipway.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolInput;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.AccountPoolWorkflow;
import dev.slipway.account.AccountSignals;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.AllowanceReport;
import dev.slipway.account.BlockAccount;
import dev.slipway.account.Blocked;
import dev.slipway.account.LeaseGranted;
import dev.slipway.account.LeaseReleased;
import dev.slipway.account.LeaseRequest;
import dev.slipway.account.LeaseWaiting;
import dev.slipway.account.Rotation;
import dev.slipway.account.UnblockAccount;
import dev.slipway.account.Unblocked;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerGone;
import dev.slipway.account.WriteSlots;
import dev.slipway.account.WriteSlotsGranted;
import dev.slipway.account.WriteSlotsRequest;
import dev.slipway.account.WriteTurn;
import dev.slipway.run.RunState;
import dev.slipway.run.Signals;
import dev.slipway.run.WorkflowClock;
import dev.slipway.testing.FakeHost;
import dev.slipway.testing.Specs;
import dev.slipway.testing.World;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a project treats its lease, with pools that are stingier than the real one. */
@Timeout(60)
class LeaseRenewalTest {
    private World world;

    @AfterEach
    void close() {
        world.close();
    }

    /** Leases that are due for renewal at once. */
    public static final class ShortLeases extends StingyPool {
        @Override
        Duration lease() {
            return Duration.ofMillis(1);
        }

        @Override
        public void requestWriteSlots(WriteSlotsRequest request) {
            AccountLease was = request.lease();
            Signals.send(
                    request.requester(),
                    AccountSignals.WRITE_SLOTS_GRANTED,
                    new WriteSlotsGranted(
                            request.request(),
                            new AccountLease(
                                    was.account(),
                                    was.login(),
                                    was.owner(),
                                    was.fence(),
                                    WorkflowClock.now().plus(Duration.ofMinutes(30))),
                            slots(request.writes())));
        }
    }

    /** Knows no lease for which slots are asked. */
    public static final class Forgetful extends StingyPool {
        @Override
        Duration lease() {
            return Duration.ofMinutes(30);
        }

        @Override
        public void requestWriteSlots(WriteSlotsRequest request) {
            Signals.send(
                    request.requester(),
                    AccountSignals.LEASE_WAITING,
                    new LeaseWaiting(request.request(), "the lease is over", null));
        }
    }

    /** Always the same account, under a fencing number that grows. */
    abstract static class StingyPool implements AccountPoolWorkflow {
        private long fence = 100;

        abstract Duration lease();

        static WriteSlots slots(int count) {
            return new WriteSlots(Collections.nCopies(count, WorkflowClock.now()));
        }

        @Override
        public void run(AccountPoolInput input) {
            Workflow.await(() -> false);
        }

        @Override
        public void requestLease(LeaseRequest request) {
            Instant until = WorkflowClock.now().plus(lease());
            Signals.send(
                    request.requester(),
                    AccountSignals.ACCOUNT_LEASED,
                    new LeaseGranted(
                            request.request(),
                            new AccountLease(AccountName.of("alice"), "alice", "alice", fence++, until),
                            slots(request.writes())));
        }

        @Override
        public void announce(WorkerAnnouncement announcement) {}

        @Override
        public void workerGone(WorkerGone gone) {}

        @Override
        public void release(LeaseReleased released) {}

        @Override
        public void trouble(AccountTrouble trouble) {}

        @Override
        public void allowance(AllowanceReport report) {}

        @Override
        public void rotate(Rotation rotation) {}

        @Override
        public WriteTurn writeTurn(AccountName account) {
            return new WriteTurn(Duration.ZERO, true, null);
        }

        @Override
        public Blocked block(BlockAccount asked) {
            return new Blocked(false, false, "is not asked for here");
        }

        @Override
        public Unblocked unblock(UnblockAccount asked) {
            return new Unblocked(false, false, "is not asked for here");
        }

        @Override
        public AccountPoolState state() {
            return new AccountPoolState(List.of(), List.of(), 0, null);
        }
    }

    private RunState run(Class<? extends AccountPoolWorkflow> pool) {
        world = new World(pool);
        world.start().accounts("alice");
        return world.run(Specs.project("token-vault").spec()).result().state();
    }

    @Test
    void renewsItBeforeAStepInTheWorkspaceWhenHalfOfItIsSpent() {
        assertThat(run(ShortLeases.class)).isEqualTo(RunState.COMPLETED);
        assertThat(world.calls)
                .extracting(call -> call.workspace().lease().fence())
                .as("renewed, not replaced")
                .containsOnly(100L);
        assertThat(world.calls.get(0).workspace().lease().expiresAt())
                .isAfter(world.github.ensured.get(0).lease().expiresAt());
    }

    @Test
    void takesANewOneWhenThePoolDoesNotKnowItAnyMore() {
        assertThat(run(Forgetful.class)).isEqualTo(RunState.COMPLETED);
        assertThat(world.calls).extracting(FakeHost.Call::step).containsExactly("1-generate", "2-verify", "3-push");
        assertThat(world.github.opened.get(0).lease().fence()).isGreaterThan(100L);
    }
}
