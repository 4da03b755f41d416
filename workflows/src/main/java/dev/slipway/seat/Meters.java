package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and windows. What a run may use is reserved on each that concerns it before it starts, and what it used is
 * counted on each after; so however many run, a cap is exceeded at most by what one run uses beyond its estimate.
 */
final class Meters {
    private final Caps caps;
    private final Budgets budgets;
    private final Windows windows;

    /** What goes along through continue-as-new. */
    record Carried(List<Budget.Carried> budgets, Map<String, Window.Carried> windows) {
        static final Carried NOTHING = new Carried(List.of(), Map.of());
    }

    /**
     * A run that wants to start.
     *
     * @param waiting how many wait for a seat, quota or budget
     * @param contended meters on which a request that came earlier waits: later ones don't overtake it
     */
    record Wanted(Purse purse, Expected expected, int waiting, Set<String> contended) {}

    Meters(Caps caps, Carried before, Instant now) {
        this.caps = caps;
        budgets = new Budgets(caps, before.budgets(), now);
        windows = new Windows(caps, before.windows(), now);
    }

    Carried carry() {
        return new Carried(budgets.carry(), windows.carry());
    }

    /** Rules changed; the caller reserves anew. */
    void rulesChanged(Instant now) {
        budgets.keepAll(now);
        windows.rulesChanged(now);
    }

    /**
     * Sets aside what a run may use, where it begins at once also in the windows of its category.
     *
     * @param begins whether it begins at once; else the windows are asked when it does
     * @return empty where something has no room
     */
    Optional<Reservation> reserve(Wanted wanted, boolean begins, Instant now) {
        Purse purse = wanted.purse();
        Spent likely = wanted.expected().likely();
        Optional<? extends Meter> full = full(wanted, begins, now);
        if (full.isPresent()) {
            boolean emergency = purse.urgent()
                    && likely.tokens() > 0
                    && budgets.reserve(now).fits(likely, now);
            if (!emergency) {
                wanted.contended().add(full.get().name());
                return Optional.empty();
            }
            BigDecimal most = purse.metered() && wanted.expected().keepsToLimit() ? likely.costUsd() : null;
            return Optional.of(made(new Reservation(purse, likely, true, null, null, most, null, false), begins, now));
        }
        List<Budget> all = budgets.of(purse, now);
        BigDecimal most = wanted.expected().keepsToLimit()
                ? Budgets.allowance(all, purse, wanted.expected(), wanted.waiting())
                : null;
        Spent aside = wanted.expected().cautious(most == null ? likely.costUsd() : most);
        List<String> thin = all.stream()
                .filter(budget -> !budget.fits(aside, now))
                .map(Meter::name)
                .toList();
        return Optional.of(made(new Reservation(purse, likely, false, aside, thin, most, null, false), begins, now));
    }

    private Reservation made(Reservation reservation, boolean begins, Instant now) {
        WorkCategory category = reservation.purse().category();
        Reservation made = begins ? reservation.in(windowsOf(reservation, category), true) : reservation;
        if (begins) {
            windows.count(category, now);
        }
        again(made, now);
        return made;
    }

    private Optional<? extends Meter> full(Wanted wanted, boolean begins, Instant now) {
        Spent likely = wanted.expected().likely();
        Spent cautious = wanted.expected().cautious(likely.costUsd());
        Optional<Budget> full = budgets.of(wanted.purse(), now).stream()
                .filter(budget -> budget.unit().of(likely).signum() > 0)
                .filter(budget -> wanted.contended().contains(budget.name())
                        || !(budget.hasRoom(budget.unit().of(cautious), now)
                                || budget.hasRoomForOneMore(budget.unit().of(likely), now)))
                .findFirst();
        return full.isPresent() || !begins
                ? full
                : windows.full(wanted.purse().category(), likely, wanted.contended(), now);
    }

    /** Why {@link #reserve} gave nothing. */
    Denial why(Wanted wanted, Instant now) {
        Spent estimate = wanted.expected().likely();
        Meter meter = full(wanted, true, now).orElseThrow();
        Instant until = meter.roomAt(estimate, now);
        if (meter instanceof Window) {
            return new Denial(WaitReason.QUOTA, null, meter.name() + " is used up", until);
        }
        boolean never = until == null && ((Budget) meter).isIdle();
        return new Denial(
                WaitReason.BUDGET,
                meter.unit() == Unit.USD ? FailoverRules.Cause.BUDGET : null,
                "the budget " + meter.name() + (never ? " is too small for another run" : " is used up")
                        + "; slipway budget set " + meter.name() + " raises it",
                until);
    }

    /** Sets the same aside again, after rules changed or the pool continued as new. */
    void again(Reservation reservation, Instant now) {
        if (reservation.reserve()) {
            budgets.reserve(now).reserve(reservation);
        } else {
            budgets.of(reservation.purse(), now).forEach(budget -> budget.reserve(reservation));
        }
        windows.reserve(reservation.runs(), reservation.estimate());
    }

    /** A run did not take place, or is settled: what was set aside for it is free. */
    void free(Reservation reservation, Instant now) {
        if (reservation.reserve()) {
            budgets.reserve(now).unreserve(reservation);
        } else {
            budgets.of(reservation.purse(), now).forEach(budget -> budget.unreserve(reservation));
        }
        windows.unreserve(reservation.runs(), reservation.estimate());
    }

    /** A run took place. */
    void use(Purse purse, Spent actual, boolean fromReserve, Instant now) {
        List<Budget> all = budgets.of(purse, now);
        if (fromReserve) {
            all.forEach(budget -> budget.useBeyond(actual, now));
            budgets.reserve(now).use(actual, now);
        } else {
            all.forEach(budget -> budget.use(actual, now));
        }
        windows.use(purse.category(), actual, now);
        budgets.forget();
    }

    /** Whether others used what was set aside for a run. Changes nothing: queries ask it. */
    boolean isOverdrawn(Reservation reservation, Instant now) {
        return budgets.isOverdrawn(reservation, now);
    }

    /** Whether that category's windows have room for a run whose budgets are set aside. Changes nothing. */
    boolean mayBegin(Reservation reservation, WorkCategory category, Set<String> contended, Instant now) {
        return reservation.reserve()
                || isBegun(reservation, category)
                || windows.full(category, reservation.estimate(), contended, now)
                        .isEmpty();
    }

    private static boolean isBegun(Reservation reservation, WorkCategory category) {
        return reservation.counted() && reservation.runs() == windowsOf(reservation, category);
    }

    /** What the reserve covers is beyond the windows too: it keeps no room from others before it is used. */
    private static @Nullable WorkCategory windowsOf(Reservation reservation, WorkCategory category) {
        return reservation.reserve() ? null : category;
    }

    boolean hasWindows(WorkCategory category) {
        return windows.bound(category);
    }

    /** A run begins: it counts as a start where that was not done, and is set aside in the windows of what it is. */
    Reservation begun(Reservation reservation, WorkCategory category, Instant now) {
        if (!isBegun(reservation, category)) {
            windows.count(category, now);
        }
        WorkCategory in = windowsOf(reservation, category);
        windows.unreserve(reservation.runs(), reservation.estimate());
        windows.reserve(in, reservation.estimate());
        return reservation.in(in, false);
    }

    Map<String, Integer> alerts() {
        return budgets.alerts();
    }

    /** For people; begins new days and months, so a query asks a copy. */
    List<MeterState> states(Instant now) {
        budgets.installations(now);
        budgets.keepAll(now);
        List<Meter> all = new ArrayList<>(budgets.all());
        all.addAll(windows.all());
        return all.stream().map(meter -> meter.state(now, setBy(meter))).toList();
    }

    private @Nullable String setBy(Meter meter) {
        return caps.setBy(meter.name());
    }
}
