package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import dev.slipway.agent.WorkCategory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an installation allows, as its configuration says.
 *
 * @param windows by category; none for a category without bounds
 */
public record PoolRules(
        BudgetRules budget, Map<WorkCategory, WindowRule> windows, QuotaRules quota, FailoverRules failover) {
    /** What holds where nothing is configured. */
    public static final PoolRules DEFAULT =
            new PoolRules(BudgetRules.DEFAULT, Map.of(), QuotaRules.DEFAULT, FailoverRules.DEFAULT);

    public PoolRules {
        requireNonNull(budget, "budget is null");
        requireNonNull(quota, "quota is null");
        requireNonNull(failover, "failover is null");
        // Not Map.copyOf: its order differs from process to process, and workflows go through it.
        windows = Collections.unmodifiableMap(new TreeMap<>(windows));
    }
}
