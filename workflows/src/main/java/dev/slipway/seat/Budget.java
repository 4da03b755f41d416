package dev.slipway.seat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be spent in a day, in a month, or in all. */
final class Budget extends Meter {
    /** How long a budget lasts. */
    enum Period {
        DAY,
        MONTH,
        /** Of a batch, project or task: as long as that. */
        ALL
    }

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int CENTS = 2;

    private final Period period;
    private @Nullable BigDecimal cap;
    private BigDecimal used;
    private Instant since;
    private Instant usedAt;
    private @Nullable Instant resetsAt;
    private int alerted;

    Budget(String name, Unit unit, Period period, Instant now) {
        super(name, unit);
        this.period = period;
        this.used = BigDecimal.ZERO;
        this.since = now;
        this.usedAt = now;
    }

    /** What goes along through continue-as-new. */
    record Carried(
            String name, Unit unit, Period period, BigDecimal used, Instant since, Instant usedAt, int alerted) {}

    Budget(Carried before) {
        this(before.name(), before.unit(), before.period(), before.since());
        used = before.used();
        usedAt = before.usedAt();
        alerted = before.alerted();
    }

    Carried carry() {
        return new Carried(name(), unit(), period, used, since, usedAt, alerted);
    }

    /** The cap that holds from now on; null for none. Begins a new day or month where that is due. */
    void keep(@Nullable BigDecimal now, ZoneId zone, Instant at) {
        cap = now;
        if (period == Period.ALL) {
            return;
        }
        if (!at.isBefore(end(since, zone))) {
            used = BigDecimal.ZERO;
            alerted = 0;
            since = at;
        }
        resetsAt = end(since, zone);
    }

    /** The first instant of the next day or month: a day has 23 or 25 hours where the clocks change. */
    private Instant end(Instant from, ZoneId zone) {
        ZonedDateTime local = from.atZone(zone);
        return (period == Period.DAY
                        ? local.toLocalDate().plusDays(1)
                        : local.toLocalDate().withDayOfMonth(1).plusMonths(1))
                .atStartOfDay(zone)
                .toInstant();
    }

    @Override
    boolean hasRoom(BigDecimal amount, Instant now) {
        return cap == null || used.add(reserved()).add(amount).compareTo(cap) <= 0;
    }

    /**
     * What a run that has so much reserved may use at most; empty without a cap. What nobody has reserved is shared out
     * among all that have: together they stay within the cap also where they all exceed their estimates at once.
     */
    Optional<BigDecimal> mostFor(Spent reservation) {
        return free().map(free -> unit().of(reservation)
                .add(free.max(BigDecimal.ZERO)
                        .divide(BigDecimal.valueOf(Math.max(1, reservations())), CENTS, RoundingMode.DOWN)));
    }

    /** Whether earlier runs exceeded their estimates by so much that not all that is reserved is left. */
    boolean isOverdrawn() {
        return free().map(free -> free.signum() < 0).orElse(false);
    }

    private Optional<BigDecimal> free() {
        return Optional.ofNullable(cap).map(most -> most.subtract(used).subtract(reserved()));
    }

    @Override
    @Nullable
    Instant roomAt(Spent estimate, Instant now) {
        return cap != null && unit().of(estimate).compareTo(cap) > 0 ? null : resetsAt;
    }

    @Override
    void use(Spent actual, Instant now) {
        used = used.add(unit().of(actual));
        usedAt = now;
    }

    boolean isIdle() {
        return reserved().signum() == 0;
    }

    Instant usedAt() {
        return usedAt;
    }

    /** The highest of those percentages that was passed since it was asked last; empty when none was. */
    Optional<Integer> passed(List<Integer> percentages) {
        if (cap == null || cap.signum() == 0) {
            return Optional.empty();
        }
        int percent = used.multiply(HUNDRED)
                .divide(cap, 0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(100_000))
                .intValue();
        Optional<Integer> highest = percentages.stream()
                .filter(one -> one <= percent && one > alerted)
                .max(Integer::compare);
        highest.ifPresent(one -> alerted = one);
        return highest;
    }

    @Override
    MeterState state(Instant now, @Nullable String setBy) {
        BigDecimal left =
                cap == null ? null : cap.subtract(used).subtract(reserved()).max(BigDecimal.ZERO);
        return new MeterState(name(), unit(), cap, used, reserved(), left, resetsAt, forecast(now), setBy);
    }

    private @Nullable Instant forecast(Instant now) {
        long elapsed = Duration.between(since, now).toMillis();
        if (cap == null || used.signum() == 0 || elapsed <= 0) {
            return null;
        }
        BigDecimal left = cap.subtract(used);
        if (left.signum() <= 0) {
            return now;
        }
        BigDecimal millis = left.multiply(BigDecimal.valueOf(elapsed)).divide(used, 0, RoundingMode.CEILING);
        if (millis.compareTo(BigDecimal.valueOf(Duration.ofDays(365).toMillis())) > 0) {
            return null;
        }
        Instant reached = now.plusMillis(millis.longValue());
        return resetsAt != null && !reached.isBefore(resetsAt) ? null : reached;
    }
}
