package dev.slipway.seat;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Update: a person sets a cap while work runs. It holds until it is set again, or set back to the configuration's.
 *
 * @param name such as {@code usd/day}, {@code usd/month}, {@code tokens/reserve}, {@code usd/batch/NAME} or
 *     {@code tokens/project/BATCH/NAME}
 * @param cap null for none
 * @param byConfiguration whether configuration says it again; then {@code cap} is ignored
 * @param by who, for the record
 */
public record SetBudget(String name, @Nullable BigDecimal cap, boolean byConfiguration, String by) {
    /** Name of the update at the pool. */
    public static final String UPDATE = "setBudget";

    public SetBudget {
        requireNonNull(name, "name is null");
        requireNonNull(by, "by is null");
    }
}
