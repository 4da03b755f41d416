package dev.slipway.activities.process;

import java.time.Duration;

/**
 * How a program ended.
 *
 * @param exitCode 128 + signal where a signal ended it
 * @param timedOut whether its time ran out
 * @param stopped whether we ended it
 * @param outputBytes it wrote, dropped ones included
 */
public record ProcessOutcome(int exitCode, boolean timedOut, boolean stopped, long outputBytes, Duration duration) {}
