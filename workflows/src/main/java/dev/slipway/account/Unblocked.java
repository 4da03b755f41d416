package dev.slipway.account;

/**
 * Answer to {@link UnblockAccount}.
 *
 * @param known whether the pool has that account
 * @param changed false where it was not blocked
 * @param text for people, to follow the account's name
 */
public record Unblocked(boolean known, boolean changed, String text) {}
