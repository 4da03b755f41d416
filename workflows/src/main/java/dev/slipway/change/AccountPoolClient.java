package dev.slipway.change;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.account.AccountTrouble;
import dev.slipway.account.LeaseReleased;
import dev.slipway.account.LeaseRequest;
import dev.slipway.account.WriteSlotsRequest;
import dev.slipway.run.Priority;
import dev.slipway.run.Signals;
import dev.slipway.run.WorkflowIds;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this workflow says to the account pool; answers come as {@link ChangeSignals}. A pool that is gone is no failure. */
final class AccountPoolClient {
    private final String requester = Workflow.getInfo().getWorkflowId();
    private long requests;

    /** A number for a request; the same number may be sent again. */
    long number() {
        return ++requests;
    }

    Promise<Boolean> requestLease(
            long request,
            @Nullable String owner,
            @Nullable AccountName account,
            Collection<AccountName> exclude,
            Priority priority,
            int writes,
            @Nullable AccountName prefer) {
        return tell(
                "requestLease",
                new LeaseRequest(requester, request, owner, account, List.copyOf(exclude), priority, writes, prefer));
    }

    Promise<Boolean> requestWriteSlots(long request, AccountLease lease, int writes) {
        return tell("requestWriteSlots", new WriteSlotsRequest(requester, request, lease, writes));
    }

    Promise<Boolean> release(AccountLease lease) {
        return tell("release", new LeaseReleased(requester, lease.account(), lease.fence()));
    }

    Promise<Boolean> trouble(AccountTrouble trouble) {
        return tell("trouble", trouble);
    }

    private static Promise<Boolean> tell(String signal, Object message) {
        return Signals.send(WorkflowIds.ACCOUNT_POOL, signal, message);
    }
}
