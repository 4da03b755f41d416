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
    private static final int MOST_PERCENT = 100_000;

    private final Period period;
    private boolean kept;
    private @Nullable BigDecimal cap;
    private BigDecimal used;
    private BigDecimal beyond = BigDecimal.ZERO;
    private int thin;
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

    /**
     * What goes along through continue-as-new.
     *
     * @param beyond of what was used, what the emergency reserve covered; null for nothing
     */
    record Carried(
            String name,
            Unit unit,
            Period period,
            BigDecimal used,
            Instant since,
            Instant usedAt,
            int alerted,
            @Nullable BigDecimal beyond) {}

    Budget(Carried before) {
        this(before.name(), before.unit(), before.period(), before.since());
        used = before.used();
        usedAt = before.usedAt();
        alerted = before.alerted();
        beyond = before.beyond() == null ? BigDecimal.ZERO : before.beyond();
    }

    Carried carry() {
        return new Carried(name(), unit(), period, used, since, usedAt, alerted, beyond.signum() == 0 ? null : beyond);
    }

    /** The cap that holds from now on; null for none. Begins a new day or month where that is due. */
    void keep(@Nullable BigDecimal now, ZoneId zone, Instant at) {
        boolean changed = kept && (cap == null ? now != null : now == null || cap.compareTo(now) != 0);
        cap = now;
        kept = true;
        if (period != Period.ALL) {
            if (!at.isBefore(end(since, zone))) {
                used = BigDecimal.ZERO;
                beyond = BigDecimal.ZERO;
                alerted = 0;
                since = at;
            }
            resetsAt = end(since, zone);
        }
        if (changed) {
            // Who changes a cap knows what is used of it; the marks above that are told of anew.
            alerted = percent();
        }
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

    /** Sets something aside for a run. */
    void reserve(Reservation reservation) {
        reserve(reservation.of(this));
        thin += reservation.isThin(this) ? 1 : 0;
    }

    /** It is free again. */
    void unreserve(Reservation reservation) {
        unreserve(reservation.of(this));
        thin = Math.max(0, thin - (reservation.isThin(this) ? 1 : 0));
    }

    @Override
    boolean hasRoom(BigDecimal amount, Instant now) {
        BigDecimal free = free();
        return free == null || amount.compareTo(free) <= 0;
    }

    /**
     * Whether a run of which more could be needed than is left may start with its estimate set aside: one at a time, so
     * that what runs exceed their estimates does not add up.
     */
    boolean hasRoomForOneMore(BigDecimal estimate, Instant now) {
        return thin == 0 && hasRoom(estimate, now);
    }

    /** What is neither used nor set aside; null without a cap. What the reserve covered takes nothing from others. */
    @Nullable
    BigDecimal free() {
        return cap == null ? null : cap.subtract(used).add(beyond).subtract(reserved());
    }

    /** Whether earlier runs exceeded their estimates by so much that not all that is reserved is left. */
    boolean isOverdrawn(Instant now) {
        BigDecimal free = free();
        return free != null && free.signum() < 0 && (resetsAt == null || now.isBefore(resetsAt));
    }

    boolean hasCap() {
        return cap != null;
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

    /** The same where the emergency reserve covers it. */
    void useBeyond(Spent actual, Instant now) {
        use(actual, now);
        beyond = beyond.add(unit().of(actual));
    }

    boolean isIdle() {
        return reserved().signum() == 0;
    }

    /** Whether a day or month, which begin anew, or something that is used up once. */
    Period period() {
        return period;
    }

    BigDecimal used() {
        return used;
    }

    Instant usedAt() {
        return usedAt;
    }

    /** The highest of those percentages that was passed since it was asked last; empty when none was. */
    Optional<Integer> passed(List<Integer> percentages) {
        int percent = percent();
        Optional<Integer> highest = percentages.stream()
                .filter(one -> one <= percent && one > alerted)
                .max(Integer::compare);
        highest.ifPresent(one -> alerted = one);
        return highest;
    }

    private int percent() {
        return cap == null || cap.signum() == 0
                ? 0
                : used.multiply(HUNDRED)
                        .divide(cap, 0, RoundingMode.FLOOR)
                        .min(BigDecimal.valueOf(MOST_PERCENT))
                        .intValue();
    }

    @Override
    MeterState state(Instant now, @Nullable String setBy) {
        BigDecimal free = free();
        BigDecimal left = free == null ? null : free.max(BigDecimal.ZERO);
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
