package dev.slipway.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * One step of a run.
 *
 * @param name such as {@code 2-fix}; with {@code attempt} unique in its run
 * @param attempt from 1: how often a step of that name was tried
 * @param step the kind of step, such as {@code FIX}
 * @param outcome one or two words: {@code ok}, {@code test failed}, {@code session limit}; errors are counted by it
 * @param text one line for people; no prompts
 */
public record StepRecord(
        String name,
        int attempt,
        String step,
        Instant startedAt,
        Duration took,
        boolean ok,
        String outcome,
        String text) {}
