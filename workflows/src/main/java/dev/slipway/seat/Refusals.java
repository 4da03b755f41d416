package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.agent.SeatLease;
import dev.slipway.pool.PoolEvents;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What happens when a provider refuses: everybody who has the seat, or any of an overloaded agent's, stops. */
final class Refusals {
    private final Seats seats;
    private final SeatLeases leases;
    private final PoolEvents events;
    private final RandomGenerator random;

    Refusals(Seats seats, SeatLeases leases, PoolEvents events, RandomGenerator random) {
        this.seats = seats;
        this.leases = leases;
        this.events = events;
        this.random = random;
    }

    static boolean isOne(AgentOutcome outcome) {
        return outcome.limit() || blocks(outcome) != null;
    }

    private static @Nullable Cause blocks(AgentOutcome outcome) {
        return outcome == AgentOutcome.AUTH_FAILED
                ? Cause.AUTH_FAILED
                : outcome == AgentOutcome.CREDIT_EXHAUSTED ? Cause.CREDIT_EXHAUSTED : null;
    }

    void after(RunSettled settled, QuotaRules quota, Instant now) {
        SeatLease lease = settled.lease();
        Cause blocked = blocks(settled.outcome());
        for (PooledSeat seat : List.copyOf(seats.all())) {
            boolean same = seat.id().equals(lease.seat());
            boolean shared = settled.outcome() == AgentOutcome.OVERLOADED
                    && seat.id().agent().equals(lease.seat().agent());
            if (same && blocked != null) {
                seat.block(blocked, settled.said(), now);
                events.add(now, "BLOCKED", "seat/" + seat.id(), null, settled.outcome() + ": " + settled.said());
                leases.revoke(seat);
            } else if ((same || shared) && seat.phase() != SeatPhase.BLOCKED) {
                park(seat, settled, quota, now);
            }
        }
    }

    private void park(PooledSeat seat, RunSettled settled, QuotaRules quota, Instant now) {
        boolean first = seat.phase() != SeatPhase.PARKED;
        LimitWait wait = LimitWait.after(settled.outcome(), settled.until(), seat.nextStrike(), quota, now, random);
        boolean resumes = quota.autoResume() || settled.outcome() == AgentOutcome.OVERLOADED;
        seat.park(settled.outcome(), resumes ? wait.until() : null, settled.said(), now);
        if (first) {
            String until = resumes ? "" : ", until a person resumes it";
            String doubt = wait.doubt().isEmpty() ? "" : "; " + wait.doubt();
            events.add(
                    now,
                    "PARKED",
                    "seat/" + seat.id(),
                    resumes ? wait.until() : null,
                    settled.outcome() + until + doubt);
            leases.revoke(seat);
        }
    }
}
