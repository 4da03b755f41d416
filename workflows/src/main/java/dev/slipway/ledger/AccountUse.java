package dev.slipway.ledger;

/** What a run asked of GitHub under one account. */
public record AccountUse(String account, long requests) {}
