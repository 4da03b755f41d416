package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caps on what metered seats may cost, in dollars, and on what all seats may use, in tokens; null where there is none.
 *
 * @param alertAt percent of a cap at which people are told
 * @param zone in which days and months end
 * @param reserveTokens that urgent work may use each day beyond the caps
 */
public record BudgetRules(
        @Nullable BigDecimal dailyUsd,
        @Nullable BigDecimal monthlyUsd,
        @Nullable BigDecimal batchUsd,
        @Nullable BigDecimal projectUsd,
        @Nullable BigDecimal taskUsd,
        @Nullable Long batchTokens,
        @Nullable Long projectTokens,
        @Nullable Long taskTokens,
        List<Integer> alertAt,
        ZoneId zone,
        long reserveTokens) {
    /** What holds where nothing is configured. */
    public static final BudgetRules DEFAULT = new BudgetRules(
            new BigDecimal("50"),
            new BigDecimal("1000"),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(75, 90),
            ZoneOffset.UTC,
            50_000);

    public BudgetRules {
        alertAt = alertAt.stream().sorted().toList();
        requireNonNull(zone, "zone is null");
    }
}
