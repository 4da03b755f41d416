package dev.slipway.seat;

import java.time.Instant;

/**
 * Something that happened to a seat or a budget, for people and for the ledger.
 *
 * @param kind such as {@code LIMIT}, {@code PARKED}, {@code WOKEN}, {@code BLOCKED}, {@code UNBLOCKED}, {@code ALERT}
 * @param subject seat or budget
 * @param by a person's name; empty where the pool did it
 */
public record PoolEvent(Instant at, String kind, String subject, String text, String by) {}
