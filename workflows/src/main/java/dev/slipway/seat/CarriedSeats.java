package dev.slipway.seat;

import dev.slipway.agent.SeatLease;
import dev.slipway.pool.PoolEvents;
import dev.slipway.run.AgentName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pool's state as it goes along through continue-as-new; its fields belong to the pool's implementation.
 *
 * @param nextFence fencing number of the next lease
 * @param nextTicket place in the queue of the next request
 * @param rulesFrom when the worker was started whose rules hold
 * @param over leases that are over, whose last run may still be settled
 * @param settled what was counted already, newest last
 * @param lost what was counted for runs that were lost; null for none
 */
public record CarriedSeats(
        long nextFence,
        long nextTicket,
        List<Host> hosts,
        PoolRules rules,
        Instant rulesFrom,
        List<Caps.Override> setBudgets,
        List<Caps.WindowOverride> setWindows,
        List<CarriedSeat> seats,
        Meters.Carried meters,
        List<Estimates.Past> estimates,
        List<Held> leases,
        List<Held> over,
        List<Waiting> waiting,
        List<String> settled,
        PoolEvents.@Nullable Carried events,
        @Nullable List<Settlements.Lost> lost) {

    /** Fencing numbers begin at the time in milliseconds: a pool that is started anew still grants growing ones. */
    static CarriedSeats atStart(Instant now) {
        return new CarriedSeats(
                now.toEpochMilli(),
                1,
                List.of(),
                PoolRules.DEFAULT,
                Instant.EPOCH,
                List.of(),
                List.of(),
                List.of(),
                Meters.Carried.NOTHING,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PoolEvents.Carried.NOTHING,
                List.of());
    }

    /** A host and what it announced last. */
    record Host(AgentAnnouncement announcement, Instant seenAt) {}

    /**
     * A lease in use.
     *
     * @param asked the request that it answers
     * @param reservation for the next run
     */
    record Held(SeatRequest asked, SeatLease lease, Instant expiresAt, Reservation reservation) {}

    /**
     * A request that waits.
     *
     * @param ticket place among those that count as equally old
     * @param since when it was asked first
     * @param told what its requester was told last; null before
     */
    record Waiting(
            SeatRequest request,
            long ticket,
            Instant since,
            @Nullable SeatWaiting told) {}

    /** The agent that a host runs by default, of the host that was seen last; null where there is none. */
    static @Nullable AgentName defaultAgent(List<Host> hosts) {
        return hosts.stream()
                .filter(host -> host.announcement().defaultAgent() != null)
                .max(Comparator.comparing(host -> host.announcement().startedAt()))
                .map(host -> host.announcement().defaultAgent())
                .orElse(null);
    }
}
