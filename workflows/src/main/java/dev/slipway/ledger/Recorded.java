package dev.slipway.ledger;

/** What a writing came to. @param rows that were written, new or again */
public record Recorded(int rows) {}
