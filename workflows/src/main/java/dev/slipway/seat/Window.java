package dev.slipway.seat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast something may be used: what was used drains away at the cap for each period. A run that is larger than the cap
 * starts when nothing else is left, and is paid off by a wait as long as it was large; so the average never exceeds it.
 */
final class Window extends Meter {
    /** What came in in less than this part of the period says nothing of the rest: a run is counted in one piece. */
    private static final int PERIODS_PART = 10;

    private final BigDecimal cap;
    private final Duration period;
    private BigDecimal level;
    private Instant at;
    private @Nullable Instant since;

    Window(String name, Unit unit, long cap, Duration period, @Nullable Carried before, Instant now) {
        super(name, unit);
        this.cap = BigDecimal.valueOf(cap);
        this.period = period;
        this.level = before == null ? BigDecimal.ZERO : before.level();
        this.at = before == null ? now : before.at();
        this.since = before == null ? null : before.since();
    }

    /**
     * What goes along through continue-as-new.
     *
     * @param since when it was empty last; null where that is not known
     */
    record Carried(BigDecimal level, Instant at, @Nullable Instant since) {}

    Carried carry() {
        return new Carried(level, at, since);
    }

    /** As it is now: what drained away did so at this cap, whatever comes after it. */
    Carried drained(Instant now) {
        return new Carried(level(now), now.isAfter(at) ? now : at, since);
    }

    private BigDecimal level(Instant now) {
        if (!now.isAfter(at)) {
            return level;
        }
        BigDecimal drained = cap.multiply(
                        BigDecimal.valueOf(Duration.between(at, now).toMillis()))
                .divide(BigDecimal.valueOf(period.toMillis()), MathContext.DECIMAL64);
        return level.subtract(drained).max(BigDecimal.ZERO);
    }

    @Override
    boolean hasRoom(BigDecimal amount, Instant now) {
        return level(now).add(reserved()).add(amount.min(cap)).compareTo(cap) <= 0;
    }

    @Override
    @Nullable
    Instant roomAt(Spent estimate, Instant now) {
        BigDecimal free = cap.subtract(reserved()).subtract(unit().of(estimate).min(cap));
        return free.signum() < 0 || cap.signum() == 0 ? null : drainedTo(free, now);
    }

    private Instant drainedTo(BigDecimal wanted, Instant now) {
        BigDecimal above = level(now).subtract(wanted).max(BigDecimal.ZERO);
        long millis = above.multiply(BigDecimal.valueOf(period.toMillis()))
                .divide(cap, MathContext.DECIMAL64)
                .min(BigDecimal.valueOf(Duration.ofDays(365).toMillis()))
                .longValue();
        return now.plusMillis(millis + 1);
    }

    @Override
    void use(Spent actual, Instant now) {
        BigDecimal left = level(now);
        if (left.signum() == 0) {
            since = now;
        }
        level = left.add(unit().of(actual));
        at = now;
    }

    @Override
    MeterState state(Instant now, @Nullable String setBy) {
        BigDecimal used = level(now).setScale(0, RoundingMode.CEILING);
        return new MeterState(
                name(),
                unit(),
                cap,
                used,
                reserved(),
                cap.subtract(used).subtract(reserved()).max(BigDecimal.ZERO),
                used.signum() == 0 || cap.signum() == 0 ? null : drainedTo(BigDecimal.ZERO, now),
                forecast(now),
                setBy);
    }

    /** It rises on as it has since it was empty: what is in it now came in that time, what drained away taken off. */
    private @Nullable Instant forecast(Instant now) {
        BigDecimal inIt = level(now);
        if (inIt.compareTo(cap) >= 0) {
            return now;
        }
        long elapsed = since == null ? 0 : Duration.between(since, now).toMillis();
        if (inIt.signum() == 0 || elapsed < period.toMillis() / PERIODS_PART) {
            return null;
        }
        BigDecimal millis =
                cap.subtract(inIt).multiply(BigDecimal.valueOf(elapsed)).divide(inIt, 0, RoundingMode.CEILING);
        return millis.compareTo(BigDecimal.valueOf(period.toMillis())) > 0 ? null : now.plusMillis(millis.longValue());
    }
}
