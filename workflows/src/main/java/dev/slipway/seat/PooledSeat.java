package dev.slipway.seat;

import dev.slipway.agent.AgentOutcome;
import dev.slipway.run.SeatId;
import dev.slipway.run.WaitReason;
import dev.slipway.seat.FailoverRules.Cause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One seat: ready, or on its way back from a limit. After the limit's end one run, the canary, shows whether it is over;
 * then twice as many may start each time the ramp's time has passed.
 */
final class PooledSeat {
    /** So many doublings are as good as no bound. */
    private static final int RAMP_STEPS = 10;

    private AnnouncedSeat announced;
    private SeatPhase phase = SeatPhase.READY;
    private long uses;
    private int leases;
    private @Nullable Cause because;
    private String said = "";
    private @Nullable Instant until;
    private Instant since = Instant.EPOCH;
    private int strikes;
    private Canary canary = Canary.NONE;
    private int granted;

    PooledSeat(AnnouncedSeat announced) {
        this.announced = announced;
    }

    static PooledSeat of(CarriedSeat carried) {
        PooledSeat seat = new PooledSeat(carried.announced());
        seat.phase = carried.phase();
        seat.uses = carried.uses();
        seat.because = carried.because();
        seat.said = carried.said();
        seat.until = carried.until();
        seat.since = carried.since();
        seat.strikes = carried.strikes();
        seat.canary = new Canary(carried.canary(), carried.canaryAt(), carried.begunAt());
        seat.granted = carried.granted();
        return seat;
    }

    CarriedSeat carry() {
        return new CarriedSeat(
                announced,
                phase,
                uses,
                because,
                said,
                until,
                since,
                strikes,
                canary.fence(),
                canary.grantedAt(),
                canary.begunAt(),
                granted);
    }

    /** A worker has it. One that was refused is tried again when the worker was started after that. */
    boolean announced(AnnouncedSeat now, Instant startedAt, Instant at) {
        announced = now;
        boolean again = phase == SeatPhase.BLOCKED && because != Cause.BLOCKED && startedAt.isAfter(since);
        if (again) {
            probe(at);
        }
        return again;
    }

    /**
     * The provider stopped it. Nothing starts until then; null: until a person says so. One that rests already rests for the
     * longer of its limits, and says which that is.
     *
     * @return whether it rests for this limit now
     */
    boolean park(AgentOutcome limit, @Nullable Instant wakesAt, String words, Instant now) {
        if (phase == SeatPhase.BLOCKED || phase == SeatPhase.PARKED && !isLonger(wakesAt)) {
            return false;
        }
        until = wakesAt;
        phase = SeatPhase.PARKED;
        because = Cause.valueOf(limit.name());
        said = words;
        since = now;
        canary = Canary.NONE;
        return true;
    }

    private boolean isLonger(@Nullable Instant wakesAt) {
        return until != null && (wakesAt == null || wakesAt.isAfter(until));
    }

    /** Whether it is parked by that kind of limit. */
    boolean restsFor(AgentOutcome limit) {
        return phase == SeatPhase.PARKED && because == Cause.valueOf(limit.name());
    }

    /** How many limits in a row this one would be: those of runs that were under way together count once. */
    int nextStrike() {
        if (phase != SeatPhase.PARKED) {
            strikes++;
        }
        return Math.max(1, strikes);
    }

    void block(Cause cause, String words, Instant now) {
        phase = SeatPhase.BLOCKED;
        because = cause;
        said = words;
        until = null;
        since = now;
        canary = Canary.NONE;
    }

    /** One run may show whether it is well. */
    void probe(Instant now) {
        phase = SeatPhase.PROBING;
        until = null;
        since = now;
        canary = Canary.NONE;
    }

    /** The run that probes was started, or answered. @return the phase after it */
    SeatPhase canaryBegun(CanaryBegun begun, QuotaRules rules, Instant now) {
        if (isCanary(begun.lease().fence())) {
            canary = canary.begun(now);
            if (begun.answered()) {
                ramp(rules, now);
            }
        }
        return phase;
    }

    /** A run ended without a limit. @return the phase after it */
    SeatPhase settled(long fence, AgentOutcome outcome, QuotaRules rules, Instant now) {
        uses++;
        boolean probing = isCanary(fence);
        if (outcome.worked() && phase != SeatPhase.PARKED && phase != SeatPhase.BLOCKED) {
            strikes = 0;
            if (probing) {
                ramp(rules, now);
            }
        } else if (probing) {
            canary = Canary.NONE;
        }
        return phase;
    }

    private void ramp(QuotaRules rules, Instant now) {
        phase = rules.ramp().isZero() ? SeatPhase.READY : SeatPhase.RAMPING;
        since = now;
        granted = 0;
        canary = Canary.NONE;
        if (phase == SeatPhase.READY) {
            well();
        }
    }

    private void well() {
        because = null;
        said = "";
    }

    /**
     * Goes on by itself.
     *
     * @return fence of a lease whose canary did not begin and is over; 0 for none
     */
    long tick(QuotaRules rules, Instant now) {
        if (phase == SeatPhase.PARKED && until != null && !now.isBefore(until)) {
            probe(now);
        }
        if (phase == SeatPhase.PROBING && canary.hasLived(now) && provesByLiving()) {
            ramp(rules, now);
        } else if (phase == SeatPhase.PROBING && canary.isLate(now)) {
            long late = canary.fence();
            canary = Canary.NONE;
            return late;
        }
        if (phase == SeatPhase.RAMPING && step(rules, now) >= RAMP_STEPS) {
            phase = SeatPhase.READY;
            well();
        }
        return 0;
    }

    /** An overloaded provider may leave a run without any answer for longer than that. */
    private boolean provesByLiving() {
        return because != Cause.OVERLOADED;
    }

    private int step(QuotaRules rules, Instant now) {
        return rules.ramp().isZero()
                ? RAMP_STEPS
                : (int) Math.min(RAMP_STEPS, Duration.between(since, now).dividedBy(rules.ramp()));
    }

    /** Why no lease of it can be granted now; null where one can. */
    @Nullable
    Denial why(QuotaRules rules, Instant now) {
        String limit = because == null ? "" : because.words();
        return switch (phase) {
            case PARKED ->
                new Denial(
                        WaitReason.QUOTA,
                        because,
                        id() + ": " + limit + (until == null ? "; slipway seat resume " + id() : ""),
                        until);
            case PROBING ->
                canary.isNone()
                        ? null
                        : new Denial(WaitReason.QUOTA, null, id() + ": " + limit + "; one run tries it", null);
            case BLOCKED ->
                new Denial(
                        WaitReason.SEAT,
                        because,
                        id() + " is blocked: " + limit + (said.isEmpty() ? "" : ": " + said) + "; slipway seat unblock "
                                + id(),
                        null);
            case RAMPING ->
                granted >= 1 << (step(rules, now) + 1)
                        ? new Denial(WaitReason.QUOTA, null, id() + " takes up its work again, a few at a time", null)
                        : busy();
            case READY -> busy();
        };
    }

    private @Nullable Denial busy() {
        return announced.maxRuns() > 0 && leases >= announced.maxRuns()
                ? new Denial(WaitReason.SEAT, Cause.BUSY, id() + " has its most projects at a time", null)
                : null;
    }

    void leased(long fence, Instant now) {
        leases++;
        if (phase == SeatPhase.PROBING) {
            canary = Canary.granted(fence, now);
        } else if (phase == SeatPhase.RAMPING) {
            granted++;
        }
    }

    void restored() {
        leases++;
    }

    /** A lease is given back or over. */
    void released(long fence) {
        leases = Math.max(0, leases - 1);
        if (canary.is(fence)) {
            canary = Canary.NONE;
        }
    }

    /** When it changes by itself; null when it does not. */
    @Nullable
    Instant nextChange(QuotaRules rules, Instant now) {
        return switch (phase) {
            case PARKED -> until;
            case PROBING -> canary.hasBegun() && !provesByLiving() ? null : canary.changes();
            case RAMPING -> since.plus(rules.ramp().multipliedBy(step(rules, now) + 1L));
            case READY, BLOCKED -> null;
        };
    }

    boolean isCanary(long fence) {
        return phase == SeatPhase.PROBING && canary.is(fence);
    }

    SeatId id() {
        return announced.seat();
    }

    AnnouncedSeat announced() {
        return announced;
    }

    SeatPhase phase() {
        return phase;
    }

    int leases() {
        return leases;
    }

    /** Runs that were settled. */
    long uses() {
        return uses;
    }

    SeatState state() {
        return new SeatState(id(), announced.billing(), phase, leases, announced.maxRuns(), uses, because, until, said);
    }
}
