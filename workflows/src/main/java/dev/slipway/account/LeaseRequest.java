package dev.slipway.account;

import dev.slipway.run.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signal to the pool: grant an account.
 *
 * @param requester workflow id, answered by signals {@code accountLeased} or {@code leaseWaiting}
 * @param request number of the request at that requester; a repeated request is answered once
 * @param owner only accounts that can write there; null lets the pool choose account and owner
 * @param account only this account; null for any
 * @param exclude accounts that this requester found to be forbidden for the owner
 * @param prefer the account that it had last; null for none
 * @param writes how many write slots to reserve along with the lease
 */
public record LeaseRequest(
        String requester,
        long request,
        @Nullable String owner,
        @Nullable AccountName account,
        List<AccountName> exclude,
        Priority priority,
        int writes,
        @Nullable AccountName prefer) {
    public LeaseRequest {
        exclude = List.copyOf(exclude);
    }

    /** Of one that had none yet. */
    public LeaseRequest(
            String requester,
            long request,
            @Nullable String owner,
            @Nullable AccountName account,
            List<AccountName> exclude,
            Priority priority,
            int writes) {
        this(requester, request, owner, account, exclude, priority, writes, null);
    }
}
