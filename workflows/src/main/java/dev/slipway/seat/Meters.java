package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import dev.slipway.run.WaitReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All budgets and windows. A run's estimate is reserved on each that concerns it before it starts, and what it used is
 * counted on each after; so however many run, a cap is exceeded at most by what runs use beyond their estimates.
 */
final class Meters {
    /** Of batches and projects; the longest unused are forgotten. */
    private static final int MOST_REMEMBERED = 500;

    private final Caps caps;
    private final Map<String, Budget> budgets = new TreeMap<>();
    private final Map<String, Window> windows = new TreeMap<>();

    /** What goes along through continue-as-new. */
    record Carried(List<Budget.Carried> budgets, Map<String, Window.Carried> windows) {
        static final Carried NOTHING = new Carried(List.of(), Map.of());
    }

    /** What is set aside for a run: {@code reserve} of it, in tokens, from the emergency reserve. */
    record Reservation(Purse purse, Spent estimate, boolean reserve) {}

    Meters(Caps caps, Carried before, Instant now) {
        this.caps = caps;
        before.budgets().forEach(one -> budgets.put(one.name(), new Budget(one)));
        rulesChanged(before.windows(), now);
    }

    Carried carry() {
        Map<String, Window.Carried> levels = new TreeMap<>();
        windows.forEach((name, window) -> levels.put(name, window.carry()));
        return new Carried(budgets.values().stream().map(Budget::carry).toList(), levels);
    }

    /** Rules changed: windows begin anew at the level that they have now; the caller reserves anew. */
    void rulesChanged(Instant now) {
        Map<String, Window.Carried> levels = new TreeMap<>();
        windows.forEach((name, window) -> levels.put(name, window.drained(now)));
        rulesChanged(levels, now);
    }

    private void rulesChanged(Map<String, Window.Carried> levels, Instant now) {
        windows.clear();
        for (WorkCategory category : WorkCategory.values()) {
            caps.window(category).ifPresent(rule -> {
                add(category, "minute", Unit.TOKENS, rule.tokensMinute(), Duration.ofMinutes(1), levels, now);
                add(category, "hour", Unit.TOKENS, rule.tokensHour(), Duration.ofHours(1), levels, now);
                add(category, "day", Unit.TOKENS, rule.tokensDay(), Duration.ofDays(1), levels, now);
                add(category, "runs a minute", Unit.RUNS, rule.runsMinute(), Duration.ofMinutes(1), levels, now);
            });
        }
    }

    private void add(
            WorkCategory category,
            String what,
            Unit unit,
            @Nullable Long cap,
            Duration period,
            Map<String, Window.Carried> levels,
            Instant now) {
        if (cap != null) {
            String name = windowPrefix(category) + what;
            windows.put(name, new Window(name, unit, cap, period, levels.get(name), now));
        }
    }

    static String windowPrefix(WorkCategory category) {
        return "window/" + category.name().toLowerCase(Locale.ROOT) + "/";
    }

    private Budget budget(String name, Unit unit, Budget.Period period, Instant now) {
        Budget budget = budgets.computeIfAbsent(name, key -> new Budget(key, unit, period, now));
        budget.keep(caps.cap(name), caps.rules().budget().zone(), now);
        return budget;
    }

    private Budget reserve(Instant now) {
        return budget(Caps.RESERVE, Unit.TOKENS, Budget.Period.DAY, now);
    }

    private List<Budget> dollars(Purse purse, Instant now) {
        List<Budget> all = new ArrayList<>();
        if (purse.metered()) {
            all.add(budget(Caps.USD_DAY, Unit.USD, Budget.Period.DAY, now));
            all.add(budget(Caps.USD_MONTH, Unit.USD, Budget.Period.MONTH, now));
            works(purse, "usd/", Unit.USD, now, all);
        }
        return all;
    }

    private void works(Purse purse, String prefix, Unit unit, Instant now, List<Budget> all) {
        if (!purse.batch().isEmpty()) {
            all.add(budget(prefix + "batch/" + purse.batch(), unit, Budget.Period.ALL, now));
        }
        if (!purse.work().isEmpty()) {
            all.add(budget(prefix + purse.work(), unit, Budget.Period.ALL, now));
        }
    }

    private List<Meter> of(Purse purse, Instant now) {
        List<Budget> own = dollars(purse, now);
        works(purse, "tokens/", Unit.TOKENS, now, own);
        List<Meter> all = new ArrayList<>(own);
        String prefix = windowPrefix(purse.category());
        windows.values().stream()
                .filter(window -> window.name().startsWith(prefix))
                .forEach(all::add);
        return all;
    }

    /**
     * Sets a run's estimate aside.
     *
     * @param contended meters on which a request that came earlier waits: later ones don't overtake it
     * @return empty where something has no room
     */
    Optional<Reservation> reserve(Purse purse, Spent estimate, Set<String> contended, Instant now) {
        List<Meter> all = of(purse, now);
        Optional<Meter> full = full(all, estimate, contended, now);
        boolean emergency = full.isPresent();
        if (emergency
                && !(purse.urgent() && estimate.tokens() > 0 && reserve(now).fits(estimate, now))) {
            contended.add(full.get().name());
            return Optional.empty();
        }
        Reservation reservation = new Reservation(purse, estimate, emergency);
        again(reservation, now);
        return Optional.of(reservation);
    }

    private static Optional<Meter> full(List<Meter> all, Spent estimate, Set<String> contended, Instant now) {
        return all.stream()
                .filter(meter -> !meter.fits(estimate, now)
                        || (contended.contains(meter.name())
                                && meter.unit().of(estimate).signum() > 0))
                .findFirst();
    }

    /** Sets the same aside again, after rules changed or the pool continued as new. */
    void again(Reservation reservation, Instant now) {
        of(reservation.purse(), now).forEach(meter -> meter.reserve(reservation.estimate()));
        if (reservation.reserve()) {
            reserve(now).reserve(reservation.estimate());
        }
    }

    /** Why {@link #reserve} gave nothing. */
    Denial why(Purse purse, Spent estimate, Set<String> contended, Instant now) {
        Meter meter = full(of(purse, now), estimate, contended, now).orElseThrow();
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

    /** A run did not take place: what was set aside for it is free. */
    void free(Reservation reservation, Instant now) {
        of(reservation.purse(), now).forEach(meter -> meter.unreserve(reservation.estimate()));
        if (reservation.reserve()) {
            reserve(now).unreserve(reservation.estimate());
        }
    }

    /** A run took place. */
    void use(Purse purse, Spent actual, boolean fromReserve, Instant now) {
        of(purse, now).forEach(meter -> meter.use(actual, now));
        if (fromReserve) {
            reserve(now).use(actual, now);
        }
        forget();
    }

    private void forget() {
        List<Budget> works = budgets.values().stream()
                .filter(budget ->
                        budget.isIdle() && budget.state(budget.usedAt(), null).resetsAt() == null)
                .sorted(Comparator.comparing(Budget::usedAt))
                .toList();
        works.stream()
                .limit(Math.max(0, works.size() - MOST_REMEMBERED))
                .forEach(budget -> budgets.remove(budget.name()));
    }

    /** What a run may cost at most; null without a cap. Changes nothing: queries ask it. */
    @Nullable
    BigDecimal mostUsd(Reservation reservation) {
        Purse purse = reservation.purse();
        if (!purse.metered()) {
            return null;
        }
        return Stream.of(Caps.USD_DAY, Caps.USD_MONTH, "usd/batch/" + purse.batch(), "usd/" + purse.work())
                .map(budgets::get)
                .filter(Objects::nonNull)
                .map(budget -> budget.mostFor(reservation.estimate()).orElse(null))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Whether what is set aside for a run is there no more, since others exceeded their estimates. The first that asks
     * for it then has to wait, and gives it back; so the others' is there again. Changes nothing.
     */
    boolean isOverdrawn(Reservation reservation) {
        return !reservation.reserve()
                && names(reservation.purse())
                        .map(budgets::get)
                        .filter(Objects::nonNull)
                        .anyMatch(Budget::isOverdrawn);
    }

    private static Stream<String> names(Purse purse) {
        Stream<String> usd = purse.metered()
                ? Stream.of(Caps.USD_DAY, Caps.USD_MONTH, "usd/batch/" + purse.batch(), "usd/" + purse.work())
                : Stream.of();
        return Stream.concat(usd, Stream.of("tokens/batch/" + purse.batch(), "tokens/" + purse.work()));
    }

    /** Whether a run of another category may start under what was set aside for one. */
    boolean allows(Purse purse, Spent estimate, Instant now) {
        String prefix = windowPrefix(purse.category());
        return windows.values().stream()
                .filter(window -> window.name().startsWith(prefix))
                .allMatch(window -> window.fits(estimate, now));
    }

    /** Budgets of which a share was passed at which people are told, with that percentage. */
    Map<String, Integer> alerts() {
        Map<String, Integer> alerts = new TreeMap<>();
        budgets.values()
                .forEach(budget -> budget.passed(caps.rules().budget().alertAt())
                        .ifPresent(percent -> alerts.put(budget.name(), percent)));
        return alerts;
    }

    /** For people; begins new days and months, so a query asks a copy. */
    List<MeterState> states(Instant now) {
        budget(Caps.USD_DAY, Unit.USD, Budget.Period.DAY, now);
        budget(Caps.USD_MONTH, Unit.USD, Budget.Period.MONTH, now);
        reserve(now);
        List<Meter> all = new ArrayList<>(budgets.values());
        all.addAll(windows.values());
        return all.stream()
                .map(meter -> {
                    if (meter instanceof Budget budget) {
                        budget.keep(
                                caps.cap(budget.name()), caps.rules().budget().zone(), now);
                    }
                    return meter.state(now, caps.setBy(meter.name()));
                })
                .toList();
    }
}
