package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.pool.PoolEvents;
import dev.slipway.run.SeatId;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What happens when a provider refuses: everybody who has the seat, or any of an overloaded agent's, stops. */
final class Refusals {
    /** People are told anew of the same limit's end when it moved further than this. */
    private static final Duration MOVED = Duration.ofMinutes(1);

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
        Cause blocked = blocks(settled.outcome());
        if (blocked == null) {
            park(stopped(settled), settled, quota, now);
            return;
        }
        seats.find(settled.lease().seat()).ifPresent(seat -> {
            seat.block(blocked, settled.said(), now);
            events.add(now, "BLOCKED", "seat/" + seat.id(), null, settled.outcome() + ": " + settled.said());
            leases.revoke(seat);
        });
    }

    /** An overload is the agent's provider's, whatever the seat. */
    private List<PooledSeat> stopped(RunSettled settled) {
        SeatId id = settled.lease().seat();
        boolean shared = settled.outcome() == AgentOutcome.OVERLOADED;
        return seats.all().stream()
                .filter(seat -> shared
                        ? seat.id().agent().equals(id.agent())
                        : seat.id().equals(id))
                .filter(seat -> seat.phase() != SeatPhase.BLOCKED)
                .toList();
    }

    /** They rest equally long, and come back together: waits that differ would only spread the next overload. */
    private void park(List<PooledSeat> stopped, RunSettled settled, QuotaRules quota, Instant now) {
        int strikes = stopped.stream().mapToInt(PooledSeat::nextStrike).max().orElse(1);
        LimitWait wait = LimitWait.after(settled.outcome(), settled.until(), strikes, quota, now, random);
        boolean resumes = quota.autoResume() || settled.outcome() == AgentOutcome.OVERLOADED;
        Instant until = resumes ? wait.until() : null;
        for (PooledSeat seat : stopped) {
            boolean again = seat.restsFor(settled.outcome());
            Instant before = again ? seat.state().until() : null;
            // Runs that were under way together meet the same trouble one after the other.
            if (again && !wait.named() || !seat.park(settled.outcome(), until, settled.said(), now)) {
                continue;
            }
            boolean isNews = before == null || until == null || until.isAfter(before.plus(MOVED));
            if (isNews) {
                String person = resumes ? "" : ", until a person resumes it";
                String doubt = wait.doubt().isEmpty() ? "" : "; " + wait.doubt();
                events.add(now, "PARKED", "seat/" + seat.id(), until, settled.outcome() + person + doubt);
            }
            leases.revoke(seat);
        }
    }
}
