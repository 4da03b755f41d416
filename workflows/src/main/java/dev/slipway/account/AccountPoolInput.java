package dev.slipway.account;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Input of the pool.
 *
 * @param writeSpacing between two content writes of one GitHub user
 * @param carried state of the run before, after continue-as-new; null at the first start
 * @param answersPerRun after so many answers it continues as new even if the server does not suggest it; 0 for never
 * @param rotation which of the accounts that could do the work is taken; null for the usual
 */
public record AccountPoolInput(
        Duration writeSpacing,
        @Nullable CarriedPool carried,
        int answersPerRun,
        @Nullable Rotation rotation) {

    public AccountPoolInput {
        requireNonNull(writeSpacing, "writeSpacing is null");
    }

    public AccountPoolInput(Duration writeSpacing, @Nullable CarriedPool carried, int answersPerRun) {
        this(writeSpacing, carried, answersPerRun, null);
    }

    public AccountPoolInput(Duration writeSpacing, @Nullable CarriedPool carried) {
        this(writeSpacing, carried, 0);
    }
}
