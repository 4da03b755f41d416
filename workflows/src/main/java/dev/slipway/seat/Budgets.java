package dev.slipway.seat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All budgets: of the installation, and of each batch, project and task that used something. */
final class Budgets {
    /** Of batches and projects without a cap; the longest unused are forgotten. */
    private static final int MOST_REMEMBERED = 500;
    /** With a cap, which would be open anew; bounded since the pool's state must fit into one message. */
    private static final int MOST_CAPPED = 5_000;
    /** So many runs can share what is left; more where more wait. */
    private static final int SHARES = 16;
    /** A run may be told so many times what is usual, and not all that is left: others start later. */
    private static final BigDecimal GENEROUS = BigDecimal.valueOf(4);

    private static final int CENTS = 2;

    private final Caps caps;
    private final Map<String, Budget> budgets = new TreeMap<>();

    Budgets(Caps caps, List<Budget.Carried> before, Instant now) {
        this.caps = caps;
        before.forEach(one -> budgets.put(one.name(), new Budget(one)));
        keepAll(now);
    }

    List<Budget.Carried> carry() {
        return budgets.values().stream().map(Budget::carry).toList();
    }

    Collection<Budget> all() {
        return budgets.values();
    }

    /** Caps or the zone changed, or a day may be over. */
    void keepAll(Instant now) {
        budgets.values().forEach(budget -> keep(budget, now));
    }

    private void keep(Budget budget, Instant now) {
        budget.keep(caps.cap(budget.name()), caps.rules().budget().zone(), now);
    }

    private Budget budget(String name, Unit unit, Budget.Period period, Instant now) {
        Budget budget = budgets.computeIfAbsent(name, key -> new Budget(key, unit, period, now));
        keep(budget, now);
        return budget;
    }

    Budget reserve(Instant now) {
        return budget(Caps.RESERVE, Unit.TOKENS, Budget.Period.DAY, now);
    }

    /** Those that are there also where nothing was used. */
    void installations(Instant now) {
        budget(Caps.USD_DAY, Unit.USD, Budget.Period.DAY, now);
        budget(Caps.USD_MONTH, Unit.USD, Budget.Period.MONTH, now);
        reserve(now);
    }

    /** Out of which a run is paid. */
    List<Budget> of(Purse purse, Instant now) {
        List<Budget> all = new ArrayList<>();
        if (purse.metered()) {
            all.add(budget(Caps.USD_DAY, Unit.USD, Budget.Period.DAY, now));
            all.add(budget(Caps.USD_MONTH, Unit.USD, Budget.Period.MONTH, now));
            works(purse, "usd/", Unit.USD, now, all);
        }
        works(purse, "tokens/", Unit.TOKENS, now, all);
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

    /**
     * What a run that keeps to it is told that it may cost: an equal share of what is left with all that wait, at least its
     * estimate, at most a few times what is usual. All of it is set aside, so what runs are told never adds up to more than
     * the cap.
     *
     * @param all its budgets, which have room for the estimate
     * @param waiting runs that wait, this one among them
     * @return null where there is no cap
     */
    static @Nullable BigDecimal allowance(List<Budget> all, Purse purse, Expected expected, int waiting) {
        BigDecimal usd = expected.likely().costUsd();
        return all.stream()
                .filter(budget -> budget.unit() == Unit.USD && budget.hasCap())
                .map(budget -> share(budget, purse, waiting))
                .min(Comparator.naturalOrder())
                .map(share -> share.min(expected.usualUsd().multiply(GENEROUS)).max(usd))
                .orElse(null);
    }

    /** Nobody else is paid out of a project's or task's own budget. */
    private static BigDecimal share(Budget budget, Purse purse, int waiting) {
        int shares = budget.name().endsWith("/" + purse.work()) ? 1 : Math.max(SHARES, waiting);
        return budget.free().max(BigDecimal.ZERO).divide(BigDecimal.valueOf(shares), CENTS, RoundingMode.DOWN);
    }

    /**
     * Whether what is set aside for a run is there no more, since others exceeded their estimates. The first that asks
     * for it then has to wait, and gives it back; so the others' is there again. Changes nothing.
     */
    boolean isOverdrawn(Reservation reservation, Instant now) {
        return !reservation.reserve()
                && names(reservation.purse())
                        .map(budgets::get)
                        .filter(Objects::nonNull)
                        .anyMatch(budget -> budget.isOverdrawn(now));
    }

    private static Stream<String> names(Purse purse) {
        Stream<String> usd = purse.metered()
                ? Stream.of(Caps.USD_DAY, Caps.USD_MONTH, "usd/batch/" + purse.batch(), "usd/" + purse.work())
                : Stream.of();
        return Stream.concat(usd, Stream.of("tokens/batch/" + purse.batch(), "tokens/" + purse.work()));
    }

    /** Those of batches and projects that nobody has used for long; not while a cap would be open anew. */
    void forget() {
        forget(false, MOST_REMEMBERED);
        forget(true, MOST_CAPPED);
    }

    private void forget(boolean capped, int most) {
        List<Budget> works = budgets.values().stream()
                .filter(budget -> budget.period() == Budget.Period.ALL && budget.isIdle())
                .filter(budget -> (budget.hasCap() && budget.used().signum() > 0) == capped)
                .sorted(Comparator.comparing(Budget::usedAt))
                .toList();
        works.stream().limit(Math.max(0, works.size() - most)).forEach(budget -> budgets.remove(budget.name()));
    }

    /** Budgets of which a share was passed at which people are told, with that percentage. */
    Map<String, Integer> alerts() {
        Map<String, Integer> alerts = new TreeMap<>();
        for (Budget budget : budgets.values()) {
            Optional<Integer> passed = budget.passed(caps.rules().budget().alertAt());
            passed.ifPresent(percent -> alerts.put(budget.name(), percent));
        }
        return alerts;
    }
}
