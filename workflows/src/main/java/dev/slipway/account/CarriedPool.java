package dev.slipway.account;

import dev.slipway.pool.PoolAnswer;
import dev.slipway.pool.PoolEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pool's state as it goes along through continue-as-new; its fields belong to the pool's implementation.
 *
 * @param nextFence fencing number of the next lease
 * @param nextTicket place in the queue of the next request
 */
public record CarriedPool(
        long nextFence,
        long nextTicket,
        List<CarriedAccount> accounts,
        List<CarriedUser> users,
        List<WorkerState> workers,
        List<Held> leases,
        List<Waiting> waiting,
        PoolEvents.@Nullable Carried events) {

    public CarriedPool {
        accounts = List.copyOf(accounts);
        users = List.copyOf(users);
        workers = List.copyOf(workers);
        leases = List.copyOf(leases);
        waiting = List.copyOf(waiting);
    }

    /** Fencing numbers begin at the time in milliseconds: a pool that is started anew still grants growing ones. */
    static CarriedPool atStart(Instant now) {
        return new CarriedPool(
                now.toEpochMilli(),
                1,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PoolEvents.Carried.NOTHING);
    }

    /**
     * An account's own state.
     *
     * @param blocked null when it may be granted, as far as the account itself goes
     * @param problem what GitHub said; null when not blocked
     * @param until when it returns by itself; null where it does not
     * @param by which answer of GitHub, or which person
     */
    public record CarriedAccount(
            AnnouncedAccount announced,
            long uses,
            @Nullable BlockReason blocked,
            @Nullable String problem,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String by) {}

    /**
     * State that all accounts of one GitHub user share.
     *
     * @param lastSlot the latest write slot that was handed out; null before the first
     * @param limitedUntil end of a rate limit; null when there is none
     * @param limitedSince its begin
     * @param strikes secondary limits in a row that named no time
     * @param response which answer told of the limit
     * @param liftedUntil till then a person's lifting of a limit may not have been heard by all; null where none was lifted
     */
    public record CarriedUser(
            String login,
            long writes,
            @Nullable Instant lastSlot,
            @Nullable Instant limitedUntil,
            @Nullable Instant limitedSince,
            int strikes,
            @Nullable String said,
            @Nullable String response,
            List<Allowance> allowances,
            @Nullable CarriedWrites recent,
            @Nullable Instant liftedUntil) {
        public CarriedUser {
            allowances = allowances == null ? List.of() : List.copyOf(allowances);
        }
    }

    /**
     * The writes that still count.
     *
     * @param latest a minute's worth
     * @param counts of an hour, by minutes since 1970
     */
    public record CarriedWrites(List<Instant> latest, Map<Long, Integer> counts) {
        public CarriedWrites {
            latest = List.copyOf(latest);
            counts = Map.copyOf(counts);
        }
    }

    /**
     * A lease that is in use.
     *
     * @param request number of the request that it answers
     * @param writes slots that were granted along with it, for a repeated request
     * @param slotsRequest number of the newest request for slots; 0 before the first
     * @param slots the answer to that, for a repeated request
     */
    public record Held(
            String requester,
            long request,
            AccountLease lease,
            Instant grantedAt,
            WriteSlots writes,
            long slotsRequest,
            WriteSlots slots) {
        /** Ending at that time at the latest: no lease is longer, unless the clock was ahead when it was granted. */
        Held notBeyond(Instant latest) {
            return lease.expiresAt().isAfter(latest) ? renewed(slotsRequest, slots, latest) : this;
        }

        Held renewed(long newSlotsRequest, WriteSlots newSlots, Instant expiresAt) {
            AccountLease longer =
                    new AccountLease(lease.account(), lease.login(), lease.owner(), lease.fence(), expiresAt);
            return new Held(requester, request, longer, grantedAt, writes, newSlotsRequest, newSlots);
        }

        PoolAnswer answer() {
            return new PoolAnswer(requester, AccountSignals.ACCOUNT_LEASED, new LeaseGranted(request, lease, writes));
        }
    }

    /**
     * A request that waits for an account.
     *
     * @param ticket place among requests of the same priority
     * @param told what its requester was told last; null before
     * @param since when it was looked at first; null before
     */
    public record Waiting(
            LeaseRequest request,
            long ticket,
            @Nullable LeaseWaiting told,
            @Nullable Instant since) {
        private static final Duration A_PRIORITY = Duration.ofMinutes(15);

        Waiting from(Instant now) {
            return since == null ? new Waiting(request, ticket, told, now) : this;
        }

        /** A priority is worth so much waiting, so none waits for ever. */
        Instant turn() {
            return (since == null ? Instant.EPOCH : since)
                    .plus(A_PRIORITY.multipliedBy(request.priority().key()));
        }
    }
}
