package dev.slipway.verification;

import java.time.Duration;

/**
 * One command of a verification, as it ran.
 */
public record CommandRun(Phase phase, String command, int exitCode, boolean timedOut, Duration duration) {}
