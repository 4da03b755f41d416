package dev.slipway.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Input of the pool.
 *
 * @param writeSpacing between two content writes of one GitHub user
 * @param carried state of the run before, after continue-as-new; null at the first start
 */
public record AccountPoolInput(
        Duration writeSpacing, @Nullable CarriedPool carried) {}
