package dev.slipway.seat;

import dev.slipway.agent.WorkCategory;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which caps hold: those of the configuration, and on top of them what people set while it runs. */
final class Caps {
    static final String USD_DAY = "usd/day";
    static final String USD_MONTH = "usd/month";
    static final String RESERVE = "tokens/reserve";

    private PoolRules rules;
    private final Map<String, Override> budgets = new TreeMap<>();
    private final Map<WorkCategory, WindowOverride> windows = new EnumMap<>(WorkCategory.class);

    /**
     * What a person set.
     *
     * @param cap null for no cap
     */
    record Override(String name, @Nullable BigDecimal cap, String by) {}

    /** The same for the windows of a category. */
    record WindowOverride(WorkCategory category, WindowRule rule, String by) {}

    Caps(PoolRules rules, List<Override> budgets, List<WindowOverride> windows) {
        this.rules = rules;
        budgets.forEach(one -> this.budgets.put(one.name(), one));
        windows.forEach(one -> this.windows.put(one.category(), one));
    }

    List<Override> setBudgets() {
        return List.copyOf(budgets.values());
    }

    List<WindowOverride> setWindows() {
        return List.copyOf(windows.values());
    }

    PoolRules rules() {
        return rules;
    }

    void announced(PoolRules now) {
        rules = now;
    }

    void set(String name, @Nullable BigDecimal cap, String by) {
        budgets.put(name, new Override(name, cap, by));
    }

    /** What configuration says holds again. */
    void unset(String name) {
        budgets.remove(name);
    }

    void set(WorkCategory category, WindowRule rule, String by) {
        windows.put(category, new WindowOverride(category, rule, by));
    }

    void unset(WorkCategory category) {
        windows.remove(category);
    }

    Optional<WindowRule> window(WorkCategory category) {
        WindowOverride set = windows.get(category);
        return Optional.ofNullable(set == null ? rules.windows().get(category) : set.rule());
    }

    /** Who set it; null where configuration says it. */
    @Nullable
    String setBy(String name) {
        Override set = budgets.get(name);
        if (set != null) {
            return set.by();
        }
        return windows.values().stream()
                .filter(one -> name.startsWith(Windows.prefix(one.category())))
                .map(WindowOverride::by)
                .findFirst()
                .orElse(null);
    }

    /** The cap of a budget; null for none. */
    @Nullable
    BigDecimal cap(String name) {
        Override set = budgets.get(name);
        if (set != null) {
            return set.cap();
        }
        BudgetRules budget = rules.budget();
        return switch (name) {
            case USD_DAY -> budget.dailyUsd();
            case USD_MONTH -> budget.monthlyUsd();
            case RESERVE -> BigDecimal.valueOf(budget.reserveTokens());
            default -> ofWork(name, budget);
        };
    }

    private static @Nullable BigDecimal ofWork(String name, BudgetRules budget) {
        boolean usd = name.startsWith("usd/");
        String scope = name.substring(name.indexOf('/') + 1);
        if (scope.startsWith("batch/")) {
            return usd ? budget.batchUsd() : tokens(budget.batchTokens());
        }
        if (Purse.isTask(scope)) {
            return usd ? budget.taskUsd() : tokens(budget.taskTokens());
        }
        return usd ? budget.projectUsd() : tokens(budget.projectTokens());
    }

    private static @Nullable BigDecimal tokens(@Nullable Long most) {
        return most == null ? null : BigDecimal.valueOf(most);
    }
}
