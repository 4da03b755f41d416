package dev.slipway.starter.crash;

import dev.slipway.change.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A kill that is to come.
 *
 * @param step in which a project of the worker shall be; null for other targets
 * @param pause how long all is left in peace before
 * @param down how long it stays dead before it is started again
 */
record PlannedKill(Target target, @Nullable Step step, Duration pause, Duration down) {}
