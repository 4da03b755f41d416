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
    /** A canary that ran for so long has met no limit: that would have come with its first request. */
    private static final Duration CANARY_LIVES = Duration.ofSeconds(30);
    /** A canary that has not begun by then waits for a host, and another one goes first. */
    private static final Duration CANARY_BEGINS = Duration.ofSeconds(90);
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
    private long canary;
    private @Nullable Instant canaryAt;
    private @Nullable Instant begunAt;
    private int granted;

    PooledSeat(AnnouncedSeat announced) {
        this.announced = announced;
    }

    /**
     * What goes along through continue-as-new.
     *
     * @param since when the phase began
     * @param canary fence of the lease that probes; 0 while there is none
     * @param granted since the ramp began
     */
    record Carried(
            AnnouncedSeat announced,
            SeatPhase phase,
            long uses,
            @Nullable Cause because,
            String said,
            @Nullable Instant until,
            Instant since,
            int strikes,
            long canary,
            @Nullable Instant canaryAt,
            @Nullable Instant begunAt,
            int granted) {}

    static PooledSeat of(Carried carried) {
        PooledSeat seat = new PooledSeat(carried.announced());
        seat.phase = carried.phase();
        seat.uses = carried.uses();
        seat.because = carried.because();
        seat.said = carried.said();
        seat.until = carried.until();
        seat.since = carried.since();
        seat.strikes = carried.strikes();
        seat.canary = carried.canary();
        seat.canaryAt = carried.canaryAt();
        seat.begunAt = carried.begunAt();
        seat.granted = carried.granted();
        return seat;
    }

    Carried carry() {
        return new Carried(
                announced, phase, uses, because, said, until, since, strikes, canary, canaryAt, begunAt, granted);
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

    /** The provider stopped it. Nothing starts until then; null: until a person says so. */
    void park(AgentOutcome limit, @Nullable Instant wakesAt, String words, Instant now) {
        if (phase == SeatPhase.BLOCKED) {
            return;
        }
        boolean longer = until != null && wakesAt != null && until.isAfter(wakesAt);
        until = phase == SeatPhase.PARKED && longer ? until : wakesAt;
        phase = SeatPhase.PARKED;
        because = Cause.valueOf(limit.name());
        said = words;
        since = now;
        canary = 0;
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
        canary = 0;
    }

    /** One run may show whether it is well. */
    void probe(Instant now) {
        phase = SeatPhase.PROBING;
        until = null;
        since = now;
        canary = 0;
        begunAt = null;
    }

    void canaryBegun(long fence, Instant now) {
        if (phase == SeatPhase.PROBING && canary == fence && begunAt == null) {
            begunAt = now;
        }
    }

    /** A run ended without a limit. */
    void settled(long fence, AgentOutcome outcome, QuotaRules rules, Instant now) {
        uses++;
        boolean probing = phase == SeatPhase.PROBING && canary == fence;
        if (outcome.worked() && phase != SeatPhase.PARKED && phase != SeatPhase.BLOCKED) {
            strikes = 0;
            if (probing) {
                ramp(rules, now);
            }
        } else if (probing) {
            canary = 0;
        }
    }

    private void ramp(QuotaRules rules, Instant now) {
        phase = rules.ramp().isZero() ? SeatPhase.READY : SeatPhase.RAMPING;
        since = now;
        granted = 0;
        canary = 0;
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
        if (phase == SeatPhase.PROBING && canary != 0) {
            if (begunAt != null && !now.isBefore(begunAt.plus(CANARY_LIVES))) {
                ramp(rules, now);
            } else if (begunAt == null && canaryAt != null && !now.isBefore(canaryAt.plus(CANARY_BEGINS))) {
                long late = canary;
                canary = 0;
                return late;
            }
        }
        if (phase == SeatPhase.RAMPING && step(rules, now) >= RAMP_STEPS) {
            phase = SeatPhase.READY;
            well();
        }
        return 0;
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
                canary == 0
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
            canary = fence;
            canaryAt = now;
            begunAt = null;
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
        if (canary == fence) {
            canary = 0;
        }
    }

    /** When it changes by itself; null when it does not. */
    @Nullable
    Instant nextChange(QuotaRules rules, Instant now) {
        return switch (phase) {
            case PARKED -> until;
            case PROBING ->
                canary == 0 || canaryAt == null
                        ? null
                        : begunAt != null ? begunAt.plus(CANARY_LIVES) : canaryAt.plus(CANARY_BEGINS);
            case RAMPING -> since.plus(rules.ramp().multipliedBy(step(rules, now) + 1L));
            case READY, BLOCKED -> null;
        };
    }

    boolean isCanary(long fence) {
        return phase == SeatPhase.PROBING && canary == fence;
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
